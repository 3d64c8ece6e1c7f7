//! What the page Left behind says of yielding, detaching and dropping.

use std::future::{pending, poll_fn};
use std::task::Poll;
use std::time::Duration;

use crate::common::{Leaves, Log, one_thread};
use futures::FutureExt;
use tokio::sync::mpsc;
use tokio::task;
use tokio::time::{advance, sleep};

const SECOND: Duration = Duration::from_secs(1);

async fn wake_at_once() {
    let mut waited = false;
    poll_fn(|context| {
        if waited {
            return Poll::Ready(());
        }
        waited = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[test]
fn yield_now_reverses_the_order_each_round() {
    one_thread().block_on(async {
        let log = Log::default();
        let tasks = ["A", "B", "C"].map(|name| {
            let log = log.clone();
            task::spawn(async move {
                for _ in 0..3 {
                    log.add(name);
                    task::yield_now().await;
                }
            })
        });
        for task in tasks {
            task.await.expect("no panic");
        }
        assert_eq!(log.lines().concat(), "ABCCBAABC");
    });
}

#[test]
fn task_that_wakes_itself_goes_to_the_back_of_the_queue() {
    one_thread().block_on(async {
        let log = Log::default();
        let tasks = ["A", "B", "C"].map(|name| {
            let log = log.clone();
            task::spawn(async move {
                for _ in 0..3 {
                    log.add(name);
                    wake_at_once().await;
                }
            })
        });
        for task in tasks {
            task.await.expect("no panic");
        }
        assert_eq!(log.lines().concat(), "ABCABCABC");
    });
}

#[test]
fn sleep_of_zero_keeps_the_turn_on_a_paused_clock() {
    one_thread().block_on(async {
        let zero = sleep(Duration::ZERO);
        assert_eq!(zero.now_or_never(), Some(()));
    });
}

#[test]
fn sleep_of_zero_between_two_milliseconds_gives_up_the_turn() {
    one_thread().block_on(async {
        advance(Duration::from_micros(500)).await;
        let zero = sleep(Duration::ZERO);
        assert_eq!(zero.now_or_never(), None);
    });
}

#[test]
fn sleep_of_zero_gives_up_the_turn_on_the_real_clock() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("the system can make one more event loop");
    runtime.block_on(async {
        let zero = sleep(Duration::ZERO);
        assert_eq!(zero.now_or_never(), None);
    });
}

#[test]
fn long_run_of_ready_results_is_interrupted() {
    one_thread().block_on(async {
        let log = Log::default();
        let (sender, mut receiver) = mpsc::channel(1000);
        for number in 0..1000 {
            sender.try_send(number).expect("there is room");
        }
        let inner = log.clone();
        let reader = task::spawn(async move {
            for _ in 0..1000 {
                receiver.recv().await.expect("it is there");
            }
            inner.add("reader");
        });
        let inner = log.clone();
        let other = task::spawn(async move { inner.add("other") });
        reader.await.expect("no panic");
        other.await.expect("no panic");
        assert_eq!(log.lines(), ["other", "reader"]);
    });
}

#[test]
fn detached_task_goes_on_and_ends_with_the_runtime() {
    let log = Log::default();
    let phone = Leaves(log.clone(), "off the line");
    let inner = log.clone();
    let runtime = one_thread();
    runtime.block_on(async move {
        drop(task::spawn(async move {
            let _phone = phone;
            pending::<()>().await;
        }));
        sleep(SECOND).await;
        inner.add("main ends");
    });
    drop(runtime);
    assert_eq!(log.lines(), ["main ends", "off the line"]);
}

#[test]
fn handle_of_a_task_that_the_runtime_dropped_says_cancelled() {
    let runtime = one_thread();
    let ada = runtime.spawn(pending::<()>());
    drop(runtime);
    let error = one_thread().block_on(ada).expect_err("it is gone");
    assert!(error.is_cancelled());
}
