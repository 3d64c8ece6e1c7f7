//! What the page Calls and the clock says of tasks that stand for callbacks.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::common::one_thread;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task;
use tokio::time::{self, Instant, sleep, sleep_until};

/// The order in which three spawned calls run.
fn order_of_three(runtime: &Runtime) -> Vec<u32> {
    runtime.block_on(async {
        task::spawn(async {
            let log = Arc::new(Mutex::new(Vec::new()));
            let calls = [1, 2, 3].map(|call| {
                let log = log.clone();
                task::spawn(async move {
                    log.lock().expect("no holder panics").push(call);
                })
            });
            for call in calls {
                call.await.expect("the call does not panic");
            }
            log.lock().expect("no holder panics").clone()
        })
        .await
        .expect("the task does not panic")
    })
}

#[test]
fn calls_on_one_thread_run_in_the_order_of_their_spawns() {
    assert_eq!(order_of_three(&one_thread()), [1, 2, 3]);
}

#[test]
fn call_that_another_thread_spawned_runs_behind_a_later_one() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let call = |from| {
        let log = log.clone();
        async move { log.lock().expect("no holder panics").push(from) }
    };
    let (far, near) = (call("another thread"), call("here"));
    one_thread().block_on(async {
        let handle = Handle::current();
        let thread = thread::spawn(move || handle.spawn(far));
        let far = thread.join().expect("it spawns");
        let near = task::spawn(near);
        far.await.and(near.await).expect("no panic");
    });
    let log = log.lock().expect("no holder panics");
    assert_eq!(*log, ["here", "another thread"]);
}

#[test]
fn a_worker_begins_with_the_call_it_spawned_last() {
    let one_worker = Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .expect("the system can start a thread");
    assert_eq!(order_of_three(&one_worker), [3, 1, 2]);
}

#[test]
fn a_panicking_call_is_told_to_its_handle_alone() {
    one_thread().block_on(async {
        let call = task::spawn(async { panic!("the shutter jams") });
        let next = task::spawn(async { "next" });
        assert_eq!(next.await.expect("no panic"), "next");
        assert!(call.await.expect_err("it panics").is_panic());
    });
}

#[test]
fn a_call_that_is_spawned_when_main_ends_does_not_run() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let runtime = one_thread();
    let theirs = log.clone();
    runtime.block_on(async move {
        let inner = theirs.clone();
        task::spawn(async move {
            inner.lock().expect("no holder panics").push("ran");
        });
        theirs.lock().expect("no holder panics").push("main ends");
    });
    drop(runtime);
    assert_eq!(*log.lock().expect("no holder panics"), ["main ends"]);
}

#[test]
fn a_spawned_call_can_wait() {
    one_thread().block_on(async {
        let start = Instant::now();
        let call = task::spawn(sleep(Duration::from_secs(2)));
        call.await.expect("a sleep does not panic");
        assert_eq!(start.elapsed(), Duration::from_secs(2));
    });
}

#[test]
fn a_sleep_counts_from_the_call_that_makes_it() {
    one_thread().block_on(async {
        let start = Instant::now();
        let delay = Duration::from_secs(2);
        let outside = sleep(delay);
        let made_outside = task::spawn(async move {
            outside.await;
            start.elapsed()
        });
        let made_inside = task::spawn(async move {
            sleep(delay).await;
            start.elapsed()
        });
        time::advance(Duration::from_secs(1)).await;
        let ends = [
            made_outside.await.expect("no panic").as_secs(),
            made_inside.await.expect("no panic").as_secs(),
        ];
        assert_eq!(ends, [2, 3]);
    });
}

#[test]
fn tokio_keeps_the_order_of_equal_deadlines() {
    let log = Arc::new(Mutex::new(String::new()));
    one_thread().block_on(async {
        let when = Instant::now() + Duration::from_secs(1);
        let alarms = ["A", "B", "C", "D", "E", "F", "G"].map(|name| {
            let log = log.clone();
            task::spawn(async move {
                sleep_until(when).await;
                log.lock().expect("no holder panics").push_str(name);
            })
        });
        for alarm in alarms {
            alarm.await.expect("the alarm does not panic");
        }
    });
    assert_eq!(*log.lock().expect("no holder panics"), "ABCDEFG");
}

#[test]
fn an_aborted_timer_never_makes_its_call() {
    one_thread().block_on(async {
        let alarm = task::spawn(sleep(Duration::from_secs(2)));
        sleep(Duration::from_secs(1)).await;
        alarm.abort();
        let start = Instant::now();
        assert!(alarm.await.expect_err("aborted").is_cancelled());
        assert_eq!(start.elapsed(), Duration::ZERO);
    });
}

#[test]
fn abort_after_the_call_is_too_late() {
    one_thread().block_on(async {
        let alarm = task::spawn(async { "rang" });
        task::yield_now().await;
        alarm.abort();
        assert_eq!(alarm.await.expect("it has ended"), "rang");
    });
}

#[test]
fn a_paused_clock_jumps_over_a_long_sleep() {
    let real = std::time::Instant::now();
    one_thread().block_on(async {
        let start = Instant::now();
        sleep(Duration::from_secs(8 * 3600)).await;
        assert_eq!(start.elapsed(), Duration::from_secs(8 * 3600));
    });
    assert!(real.elapsed() < Duration::from_secs(3600));
}

#[test]
fn call_that_is_spawned_before_block_on_runs_behind_a_later_one() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let call = |from| {
        let log = log.clone();
        async move { log.lock().expect("no holder panics").push(from) }
    };
    let (early, late) = (call("before"), call("in block_on"));
    let runtime = one_thread();
    let early = runtime.spawn(early);
    runtime.block_on(async {
        let late = task::spawn(late);
        early.await.and(late.await).expect("no panic");
    });
    let log = log.lock().expect("no holder panics");
    assert_eq!(*log, ["in block_on", "before"]);
}
