//! What the page Free-threaded Python says of runtimes and threads.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::task::{self, LocalSet};

use crate::common::one_thread;

const LONG: Duration = Duration::from_secs(10);

/// A runtime of two threads that take tasks from each other.
fn two_workers() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("the system can start two threads")
}

#[test]
fn each_thread_can_run_a_runtime_of_its_own() {
    let both = Arc::new(Barrier::new(2));
    let threads = [(); 2].map(|()| {
        let both = both.clone();
        thread::spawn(move || {
            one_thread().block_on(async {
                both.wait();
                tokio::runtime::Handle::current().id()
            })
        })
    });
    let ids = threads.map(|it| it.join().expect("no panic"));
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn tasks_of_a_runtime_of_one_thread_stay_on_it() {
    one_thread().block_on(async {
        let mut seen = HashSet::from([thread::current().id()]);
        for _ in 0..3 {
            let child = task::spawn(async {
                task::yield_now().await;
                thread::current().id()
            });
            seen.insert(child.await.expect("no panic"));
        }
        assert_eq!(seen.len(), 1);
    });
}

#[test]
fn task_that_stays_on_its_thread_may_hold_an_rc() {
    one_thread().block_on(LocalSet::new().run_until(async {
        let shared = Rc::new(3);
        let inner = shared.clone();
        let child = task::spawn_local(async move {
            task::yield_now().await;
            *inner
        });
        assert_eq!(child.await.expect("no panic"), *shared);
    }));
}

#[test]
fn idle_worker_takes_a_task_of_a_blocked_one() {
    let runtime = two_workers();
    let parent = runtime.spawn(async {
        let (sender, answers) = mpsc::channel();
        for _ in 0..2 {
            let sender = sender.clone();
            task::spawn(async move {
                sender.send(thread::current().id()).expect("it waits");
            });
        }
        let child = answers.recv_timeout(LONG).expect("a child ran");
        assert_ne!(child, thread::current().id());
    });
    runtime.block_on(parent).expect("no panic");
}

#[test]
fn task_that_a_worker_spawned_last_is_kept_for_itself() {
    let runtime = two_workers();
    let parent = runtime.spawn(async {
        let (sender, answers) = mpsc::channel();
        let child = task::spawn(async move { sender.send(3) });
        let wait = Duration::from_millis(100);
        answers.recv_timeout(wait).expect_err("nothing ran it");
        child.await.expect("no panic").expect("the receiver lives");
    });
    runtime.block_on(parent).expect("no panic");
}

#[test]
fn task_waits_while_its_only_thread_is_blocked() {
    one_thread().block_on(async {
        let (sender, answers) = mpsc::channel();
        let child = task::spawn(async move { sender.send(3) });
        let wait = Duration::from_millis(100);
        answers.recv_timeout(wait).expect_err("nothing ran it");
        child.await.expect("no panic").expect("the receiver lives");
        assert_eq!(answers.try_recv(), Ok(3));
    });
}

#[test]
fn task_goes_on_at_the_worker_that_has_woken_it() {
    let runtime = two_workers();
    let (wake, woken) = oneshot::channel();
    let (tell, told) = mpsc::channel();
    let began = tell.clone();
    runtime.spawn(async move {
        began.send(thread::current().id()).expect("it waits");
        woken.await.expect("it is sent");
        tell.send(thread::current().id()).expect("it waits");
    });
    let before = told.recv_timeout(LONG).expect("it began");
    // Two jobs occupy both workers. The one on the other worker wakes the
    // task, and the first worker stays blocked until the task has ended.
    let both = Arc::new(Barrier::new(2));
    let wake = Arc::new(std::sync::Mutex::new(Some(wake)));
    let (end, ended) = mpsc::channel::<()>();
    let ended = Arc::new(std::sync::Mutex::new(ended));
    for _ in 0..2 {
        let (both, wake, ended) =
            (both.clone(), wake.clone(), ended.clone());
        runtime.spawn(async move {
            both.wait();
            if thread::current().id() == before {
                let ended = ended.lock().expect("one locks it");
                ended.recv_timeout(LONG).expect_err("it is dropped");
            } else {
                let wake = wake.lock().expect("one locks it").take();
                wake.expect("one takes it").send(()).expect("waits");
            }
        });
    }
    let after = told.recv_timeout(LONG).expect("it went on");
    drop(end);
    assert_ne!(before, after);
}

#[test]
fn handle_can_be_awaited_on_another_runtime() {
    let other = two_workers();
    let task = other.handle().spawn(async { 3 });
    let value = one_thread().block_on(task);
    assert_eq!(value.expect("no panic"), 3);
}

#[test]
fn channel_joins_the_runtimes_of_two_threads() {
    let (sender, receiver) = oneshot::channel();
    let thread = thread::spawn(|| one_thread().block_on(receiver));
    one_thread()
        .block_on(async { sender.send(3) })
        .expect("waits");
    assert_eq!(thread.join().expect("no panic"), Ok(3));
}
