//! What the page The event loop says of tokio's runtimes.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use crate::common::{one_thread, wake_at_once};
use futures::poll;
use tokio::runtime::{Builder, Handle};
use tokio::sync::Notify;
use tokio::task;
use tokio::time::{Instant, sleep, sleep_until};

/// Three ferries call three times each, and pass on their turn after
/// each call.
fn calls<F, Fut>(pass_on: F) -> String
where
    F: Fn() -> Fut + Copy + Send + 'static,
    Fut: Future<Output = ()> + Send,
{
    let log = Arc::new(Mutex::new(String::new()));
    let heard = log.clone();
    one_thread().block_on(async move {
        let ferries = ['G', 'H', 'T'].map(|ferry| {
            let log = log.clone();
            task::spawn(async move {
                for _ in 0..3 {
                    log.lock().expect("no holder panics").push(ferry);
                    pass_on().await;
                }
            })
        });
        for ferry in ferries {
            ferry.await.expect("no ferry panics");
        }
    });
    let heard = heard.lock().expect("no holder panics");
    heard.clone()
}

#[test]
fn woken_tasks_run_first_in_first_out() {
    assert_eq!(calls(wake_at_once), "GHTGHTGHT");
}

#[test]
fn yield_now_reverses_the_order_every_round() {
    assert_eq!(calls(task::yield_now), "GHTTHGGHT");
}

#[test]
fn task_that_a_thread_has_woken_runs_behind_one_that_is_woken_later() {
    let order = one_thread().block_on(async {
        let log = Arc::new(Mutex::new(Vec::new()));
        let parked = ["by a thread", "here"].map(|woken| {
            let (bell, log) = (Arc::new(Notify::new()), log.clone());
            let rings = bell.clone();
            let task = task::spawn(async move {
                rings.notified().await;
                log.lock().expect("no holder panics").push(woken);
            });
            (bell, task)
        });
        task::yield_now().await;
        let [(by_thread, gull), (here, heron)] = parked;
        let thread = thread::spawn(move || by_thread.notify_one());
        thread.join().expect("a bell does not panic");
        here.notify_one();
        gull.await.and(heron.await).expect("no panic");
        Arc::into_inner(log).expect("both tasks have ended")
    });
    let order = order.into_inner().expect("no holder panics");
    assert_eq!(order, ["here", "by a thread"]);
}

/// How many polls three other tasks have between two of main, if they
/// pass on their turn so.
fn polls_beside_main<F, Fut>(pass_on: F) -> Vec<u32>
where
    F: Fn() -> Fut + Copy + Send + 'static,
    Fut: Future<Output = ()> + Send,
{
    let polls = Arc::new(AtomicU32::new(0));
    let counted = polls.clone();
    one_thread().block_on(async move {
        for _ in 0..3 {
            let polls = counted.clone();
            task::spawn(async move {
                loop {
                    polls.fetch_add(1, SeqCst);
                    pass_on().await;
                }
            });
        }
        let mut between = Vec::new();
        for _ in 0..3 {
            let before = counted.load(SeqCst);
            wake_at_once().await;
            between.push(counted.load(SeqCst) - before);
        }
        between
    })
}

#[test]
fn root_future_runs_once_in_61_polls_of_the_others() {
    assert_eq!(polls_beside_main(wake_at_once), [61, 61, 61]);
}

#[test]
fn root_future_runs_earlier_if_the_queue_is_empty() {
    assert_eq!(polls_beside_main(task::yield_now), [3, 3, 3]);
}

#[test]
fn executor_without_a_reactor_runs_tasks() {
    let runtime = Builder::new_current_thread()
        .build()
        .expect("no reactor is asked for");
    let tide =
        runtime.block_on(async { task::spawn(async { "high" }).await });
    assert_eq!(tide.expect("the task does not panic"), "high");
}

#[test]
#[should_panic = "timers are disabled"]
fn executor_without_a_reactor_cannot_sleep() {
    let runtime = Builder::new_current_thread()
        .build()
        .expect("no reactor is asked for");
    runtime.block_on(async { sleep(Duration::from_secs(1)).await });
}

#[test]
fn any_thread_that_holds_the_waker_wakes_a_task() {
    let tide_is_high = Arc::new(AtomicBool::new(false));
    let mut moon = None;
    let polls = futures::executor::block_on({
        let mut polls = 0;
        let moon = &mut moon;
        poll_fn(move |context| {
            polls += 1;
            if tide_is_high.load(SeqCst) {
                return Poll::Ready(polls);
            }
            let waker = context.waker().clone();
            let tide_is_high = tide_is_high.clone();
            *moon = Some(thread::spawn(move || {
                tide_is_high.store(true, SeqCst);
                waker.wake();
            }));
            Poll::Pending
        })
    });
    assert_eq!(polls, 2);
    moon.expect("the first poll starts it")
        .join()
        .expect("the moon does not panic");
}

#[test]
fn try_current_is_an_error_outside_a_runtime() {
    assert!(Handle::try_current().is_err());
    one_thread().block_on(async {
        assert!(Handle::try_current().is_ok());
    });
    assert!(Handle::try_current().is_err());
}

#[test]
#[should_panic = "there is no reactor running"]
fn current_panics_outside_a_runtime() {
    let _ = Handle::current();
}

#[test]
#[should_panic = "there is no reactor running"]
fn spawn_panics_outside_a_runtime() {
    task::spawn(async {});
}

#[test]
fn entered_runtime_is_found_before_it_runs() {
    let runtime = one_thread();
    {
        let _inside = runtime.enter();
        assert_eq!(Handle::current().id(), runtime.handle().id());
        let berth = task::spawn(async { 4 });
        assert_eq!(runtime.block_on(berth).expect("no panic"), 4);
    }
    assert!(Handle::try_current().is_err());
}

#[test]
fn every_task_finds_the_same_runtime() {
    let runtime = one_thread();
    let id = runtime.handle().id();
    runtime.block_on(async move {
        assert_eq!(Handle::current().id(), id);
        let theirs = task::spawn(async { Handle::current().id() });
        assert_eq!(theirs.await.expect("no panic"), id);
    });
}

#[test]
fn blocking_job_finds_the_runtime() {
    let runtime = one_thread();
    let id = runtime.handle().id();
    let found = runtime.block_on(async {
        task::spawn_blocking(|| Handle::current().id()).await
    });
    assert_eq!(found.expect("the job does not panic"), id);
}

#[test]
fn block_on_inside_a_runtime_panics() {
    let refusal = one_thread().block_on(async {
        let inner = one_thread();
        let refused = catch_unwind(AssertUnwindSafe(|| {
            inner.block_on(async {});
        }));
        inner.shutdown_background();
        refused.expect_err("a loop is running already")
    });
    let message = refusal
        .downcast_ref::<&str>()
        .map(|text| text.to_string())
        .or_else(|| refusal.downcast_ref::<String>().cloned())
        .expect("tokio says why");
    assert!(message.contains("from within a runtime"), "{message}");
}

#[test]
fn main_attribute_makes_a_plain_function() {
    #[tokio::main(flavor = "current_thread")]
    async fn high_water() -> u32 {
        task::yield_now().await;
        4
    }
    let metres: u32 = high_water();
    assert_eq!(metres, 4);
}

/// Where a task of the harbour stands, for as long as it is there.
struct Lamp(Arc<Mutex<Vec<&'static str>>>);

impl Drop for Lamp {
    fn drop(&mut self) {
        self.0.lock().expect("no holder panics").push("dropped");
    }
}

async fn lighthouse(lamp: Lamp) {
    sleep(Duration::from_secs(1)).await;
    lamp.0.lock().expect("no holder panics").push("flash");
    sleep(Duration::from_secs(1)).await;
    lamp.0
        .lock()
        .expect("no holder panics")
        .push("second flash");
}

#[test]
fn leftovers_are_dropped_with_the_runtime() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let runtime = one_thread();
    runtime.block_on(async {
        task::spawn(lighthouse(Lamp(log.clone())));
        sleep(Duration::from_millis(1500)).await;
    });
    assert_eq!(*log.lock().expect("no holder panics"), ["flash"]);
    drop(runtime);
    assert_eq!(
        *log.lock().expect("no holder panics"),
        ["flash", "dropped"]
    );
}

#[test]
fn leftovers_go_on_with_the_next_block_on() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let runtime = one_thread();
    runtime.block_on(async {
        task::spawn(lighthouse(Lamp(log.clone())));
    });
    assert!(log.lock().expect("no holder panics").is_empty());
    runtime.block_on(async {
        sleep(Duration::from_millis(2500)).await;
    });
    assert_eq!(
        *log.lock().expect("no holder panics"),
        ["flash", "second flash", "dropped"]
    );
}

#[test]
fn sleep_moved_by_reset_wakes_behind_one_that_was_set_later() {
    let log = Arc::new(Mutex::new(Vec::new()));
    one_thread().block_on(async {
        let end = Instant::now() + Duration::from_millis(20);
        let (gull, heron) = (log.clone(), log.clone());
        let gull = task::spawn(async move {
            let mut nap = pin!(sleep(Duration::from_millis(10)));
            assert!(poll!(nap.as_mut()).is_pending());
            nap.as_mut().reset(end);
            nap.await;
            gull.lock().expect("no holder panics").push("Gull");
        });
        task::yield_now().await;
        let heron = task::spawn(async move {
            sleep_until(end).await;
            heron.lock().expect("no holder panics").push("Heron");
        });
        gull.await.expect("no ferry panics");
        heron.await.expect("no ferry panics");
    });
    let log = log.lock().expect("no holder panics");
    assert_eq!(*log, ["Heron", "Gull"]);
}
