//! What the page Eager tasks says of `spawn`, of a poll before it, and of
//! joins in place.

use std::future::{pending, poll_fn};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use crate::common::{Leaves, Log, one_thread};
use futures::{FutureExt, join, poll};
use tokio::task;
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn spawned_task_runs_no_line_before_its_spawner_waits() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let child = task::spawn(async move { inner.add("child") });
        log.add("spawner");
        child.await.expect("it does not panic");
        assert_eq!(log.lines(), ["spawner", "child"]);
    });
}

#[test]
fn future_polled_before_its_spawn_runs_to_its_first_pause() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let mut call = Box::pin(async move {
            inner.add("first half");
            sleep(SECOND).await;
            inner.add("second half");
        });
        assert!(poll!(&mut call).is_pending());
        log.add("spawner");
        let child = task::spawn(call);
        child.await.expect("it does not panic");
        assert_eq!(
            log.lines(),
            ["first half", "spawner", "second half"]
        );
    });
}

#[test]
fn future_that_is_ready_at_its_first_poll_needs_no_task() {
    one_thread().block_on(async {
        let tasks = tokio::runtime::Handle::current().metrics();
        let mut call = Box::pin(async { 3 });
        assert_eq!(poll!(&mut call), Poll::Ready(3));
        assert_eq!(tasks.num_alive_tasks(), 0);
    });
}

#[test]
fn future_polled_before_its_spawn_runs_in_the_task_of_its_caller() {
    one_thread().block_on(async {
        let caller = task::spawn(async {
            let mut call = Box::pin(async { task::id() });
            assert_eq!(poll!(&mut call), Poll::Ready(task::id()));
        });
        caller.await.expect("it does not panic");
    });
}

#[test]
fn spawn_after_a_poll_costs_one_more_poll() {
    let polls = |is_eager: bool| {
        one_thread().block_on(async move {
            let count = Arc::new(AtomicUsize::new(0));
            let seen = count.clone();
            let mut nap = Box::pin(sleep(SECOND));
            let mut call = Box::pin(poll_fn(move |context| {
                seen.fetch_add(1, Ordering::Relaxed);
                nap.as_mut().poll(context)
            }));
            if is_eager {
                assert!(poll!(&mut call).is_pending());
            }
            let child = task::spawn(call);
            child.await.expect("it does not panic");
            count.load(Ordering::Relaxed)
        })
    };
    assert_eq!([polls(false), polls(true)], [2, 3]);
}

#[test]
fn now_or_never_drops_a_future_that_is_not_ready() {
    one_thread().block_on(async {
        let log = Log::default();
        let kit = Leaves(log.clone(), "dropped");
        let call = async move {
            let _kit = kit;
            pending::<()>().await;
        };
        assert_eq!(call.now_or_never(), None);
        assert_eq!(log.lines(), ["dropped"]);
    });
}

#[test]
fn joined_futures_run_in_the_turn_of_their_caller() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let child = task::spawn(async move { inner.add("task") });
        join!(async { log.add("a") }, async { log.add("b") });
        child.await.expect("it does not panic");
        assert_eq!(log.lines(), ["a", "b", "task"]);
    });
}

#[test]
fn future_behind_a_ready_error_is_never_polled() {
    one_thread().block_on(async {
        let log = Log::default();
        let fails = async { Err::<(), _>("no route") };
        let second = async {
            log.add("second");
            Ok(())
        };
        assert_eq!(tokio::try_join!(fails, second), Err("no route"));
        assert!(log.lines().is_empty());
    });
}

async fn panics() {
    panic!("no route");
}

#[test]
fn panic_at_the_first_poll_unwinds_the_caller() {
    one_thread().block_on(async {
        let mut call = Box::pin(panics());
        let first = AssertUnwindSafe(async { poll!(&mut call) });
        first.catch_unwind().await.expect_err("it panics");
    });
}

#[test]
fn panic_of_a_spawned_task_is_an_error_of_its_handle() {
    one_thread().block_on(async {
        let error = task::spawn(panics()).await;
        assert!(error.expect_err("it panics").is_panic());
    });
}
