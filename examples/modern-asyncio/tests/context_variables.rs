//! What the page Context variables says of `task_local!`.

use std::cell::Cell;

use crate::common::{Log, one_thread};
use futures::{join, poll};
use tokio::runtime::Builder;
use tokio::task::{self, spawn, spawn_blocking};

tokio::task_local! {
    static REQUEST: &'static str;
}

thread_local! {
    static GLOBAL: Cell<&'static str> = const { Cell::new("none") };
}

fn request() -> &'static str {
    REQUEST.try_get().unwrap_or("no request")
}

async fn reads() -> &'static str {
    task::yield_now().await;
    request()
}

#[test]
fn thread_local_is_overwritten_by_the_other_task() {
    one_thread().block_on(async {
        let handle = async |name| {
            GLOBAL.set(name);
            task::yield_now().await;
            GLOBAL.get()
        };
        assert_eq!(join!(handle("A"), handle("B")), ("B", "B"));
    });
}

#[test]
fn scope_gives_a_future_its_own_value() {
    one_thread().block_on(async {
        let a = spawn(REQUEST.scope("A", reads()));
        let b = spawn(REQUEST.scope("B", reads()));
        assert_eq!(a.await.expect("it does not panic"), "A");
        assert_eq!(b.await.expect("it does not panic"), "B");
    });
}

#[test]
fn value_belongs_to_the_future_and_not_to_the_task() {
    one_thread().block_on(async {
        let a = REQUEST.scope("A", reads());
        let b = REQUEST.scope("B", reads());
        assert_eq!(join!(a, b, reads()), ("A", "B", "no request"));
    });
}

#[test]
fn spawned_task_does_not_inherit_the_value() {
    one_thread().block_on(REQUEST.scope("A", async {
        let child = spawn(reads());
        assert_eq!(child.await.expect("it ends"), "no request");
        assert_eq!(reads().await, "A");
    }));
}

#[test]
fn scope_around_what_is_spawned_hands_the_value_on() {
    one_thread().block_on(REQUEST.scope("A", async {
        let child = spawn(REQUEST.scope(REQUEST.get(), reads()));
        assert_eq!(child.await.expect("it ends"), "A");
    }));
}

#[test]
fn inner_scope_hides_the_outer_value_until_it_ends() {
    one_thread().block_on(REQUEST.scope("A", async {
        assert_eq!(REQUEST.scope("B", reads()).await, "B");
        assert_eq!(request(), "A");
    }));
}

#[test]
#[should_panic = "cannot access a task-local storage value"]
fn get_outside_a_scope_panics() {
    one_thread().block_on(async {
        REQUEST.get();
    });
}

#[test]
fn spawn_blocking_takes_no_value_along() {
    one_thread().block_on(REQUEST.scope("A", async {
        let job = spawn_blocking(request);
        assert_eq!(job.await.expect("it ends"), "no request");
        let name = REQUEST.get();
        let job = || REQUEST.sync_scope(name, request);
        let job = spawn_blocking(job);
        assert_eq!(job.await.expect("it ends"), "A");
    }));
}

#[test]
fn thread_local_of_a_job_is_seen_by_the_next_on_its_thread() {
    let one_worker = Builder::new_current_thread()
        .max_blocking_threads(1)
        .build()
        .expect("the system can make one more event loop");
    one_worker.block_on(async {
        let job = spawn_blocking(|| GLOBAL.set("first"));
        job.await.expect("it ends");
        let job = spawn_blocking(|| GLOBAL.get());
        assert_eq!(job.await.expect("it ends"), "first");
    });
}

#[test]
fn value_is_there_while_a_scoped_future_is_dropped() {
    one_thread().block_on(async {
        struct Asks(Log);
        impl Drop for Asks {
            fn drop(&mut self) {
                self.0.add(request());
            }
        }
        let log = Log::default();
        let asks = Asks(log.clone());
        let mut scoped = Box::pin(REQUEST.scope("A", async move {
            let _asks = asks;
            std::future::pending::<()>().await;
        }));
        assert!(poll!(&mut scoped).is_pending());
        drop(scoped);
        assert_eq!(log.lines(), ["A"]);
    });
}
