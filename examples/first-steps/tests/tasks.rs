//! What the page Tasks says of `tokio::spawn` and its handles.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use crate::common::one_thread;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::task::{self, LocalSet};
use tokio::time::{Instant, sleep};

#[test]
fn spawned_task_starts_on_a_later_turn() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let seen = log.clone();
    one_thread().block_on(async move {
        let inner = log.clone();
        let ferry = task::spawn(async move {
            inner.lock().expect("no holder panics").push("ferry");
        });
        log.lock().expect("no holder panics").push("master");
        ferry.await.expect("the ferry does not panic");
        log.lock().expect("no holder panics").push("master again");
    });
    assert_eq!(
        *seen.lock().expect("no holder panics"),
        ["master", "ferry", "master again"]
    );
}

#[test]
fn another_core_begins_a_task_while_its_caller_still_runs() {
    let begun_without_an_await = |runtime: Runtime, patience| {
        runtime.block_on(async {
            let (begin, begun) = mpsc::channel();
            task::spawn(async move { begin.send(()).ok() });
            begun.recv_timeout(patience).is_ok()
        })
    };
    let two_workers = Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("the system can start two threads");
    let long = Duration::from_secs(30);
    assert!(begun_without_an_await(two_workers, long));
    assert!(!begun_without_an_await(one_thread(), Duration::ZERO));
}

#[test]
fn two_tasks_wait_at_the_same_time() {
    one_thread().block_on(async {
        let start = Instant::now();
        let gull = task::spawn(sleep(Duration::from_secs(2)));
        let heron = task::spawn(sleep(Duration::from_secs(1)));
        gull.await.expect("a sleep does not panic");
        heron.await.expect("a sleep does not panic");
        assert_eq!(start.elapsed(), Duration::from_secs(2));
    });
}

#[test]
fn handle_yields_what_the_task_returns() {
    let ashore = one_thread()
        .block_on(async { task::spawn(async { 20 }).await });
    assert_eq!(ashore.expect("the task does not panic"), 20);
}

#[test]
#[should_panic = "JoinHandle polled after completion"]
fn handle_that_is_awaited_again_by_reference_panics() {
    one_thread().block_on(async {
        let mut ashore = task::spawn(async { 20 });
        let first = (&mut ashore).await;
        assert_eq!(first.expect("the task does not panic"), 20);
        let _ = (&mut ashore).await;
    });
}

#[test]
fn panic_of_a_task_is_an_error_of_its_handle() {
    one_thread().block_on(async {
        let wreck = task::spawn(async { panic!("aground") });
        let error = wreck.await.expect_err("the task panics");
        assert!(error.is_panic());
    });
}

#[test]
fn abort_of_a_task_is_an_error_of_its_handle() {
    one_thread().block_on(async {
        let ferry = task::spawn(sleep(Duration::from_secs(2)));
        ferry.abort();
        let error = ferry.await.expect_err("the task is aborted");
        assert!(error.is_cancelled());
    });
}

#[test]
fn task_goes_on_when_its_handle_is_dropped() {
    let arrived = Arc::new(AtomicBool::new(false));
    let seen = arrived.clone();
    one_thread().block_on(async move {
        let ferry = task::spawn(async move {
            sleep(Duration::from_secs(1)).await;
            arrived.store(true, SeqCst);
        });
        drop(ferry);
        sleep(Duration::from_secs(2)).await;
    });
    assert!(seen.load(SeqCst));
}

#[test]
fn task_that_never_ran_is_dropped_with_the_runtime() {
    struct Ferry(Arc<AtomicBool>);
    impl Drop for Ferry {
        fn drop(&mut self) {
            self.0.store(true, SeqCst);
        }
    }

    let dropped = Arc::new(AtomicBool::new(false));
    let polled = Arc::new(AtomicBool::new(false));
    let (ferry, runs) = (Ferry(dropped.clone()), polled.clone());
    let runtime = one_thread();
    runtime.block_on(async move {
        task::spawn(async move {
            runs.store(true, SeqCst);
            drop(ferry);
        });
    });
    assert!(!dropped.load(SeqCst));
    drop(runtime);
    assert!(dropped.load(SeqCst));
    assert!(!polled.load(SeqCst));
}

#[test]
fn parked_task_is_not_polled_until_it_is_woken() {
    one_thread().block_on(async {
        let (tide, turns) = oneshot::channel();
        let polls = Arc::new(AtomicU32::new(0));
        let counted = polls.clone();
        let ferry = task::spawn(async move {
            let mut turns = pin!(turns);
            poll_fn(|context| {
                counted.fetch_add(1, SeqCst);
                turns.as_mut().poll(context)
            })
            .await
        });
        for _ in 0..100 {
            task::yield_now().await;
        }
        assert_eq!(polls.load(SeqCst), 1);
        tide.send("high").expect("the ferry waits");
        assert_eq!(ferry.await.expect("no panic"), Ok("high"));
        assert_eq!(polls.load(SeqCst), 2);
    });
}

#[test]
fn spawn_local_takes_what_cannot_leave_the_thread() {
    let berths = Rc::new(Cell::new(2));
    let local = LocalSet::new();
    one_thread().block_on(local.run_until(async {
        let theirs = berths.clone();
        task::spawn_local(async move { theirs.set(1) })
            .await
            .expect("the task does not panic");
    }));
    assert_eq!(berths.get(), 1);
}

#[test]
fn task_awaited_at_once_waits_alone() {
    one_thread().block_on(async {
        let start = Instant::now();
        for seconds in [2, 1] {
            task::spawn(sleep(Duration::from_secs(seconds)))
                .await
                .expect("a sleep does not panic");
        }
        assert_eq!(start.elapsed(), Duration::from_secs(3));
    });
}
