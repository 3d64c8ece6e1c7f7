//! What the pages on curio say of tokio.

use std::future::pending;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::common::printed_alone;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinSet, spawn_blocking, yield_now};
use tokio::time::{sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

/// A loop of one thread, whose clock jumps.
fn one_thread() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the system can make one more event loop")
}

/// A loop of one thread, whose clock is that of the system.
fn on_the_real_clock() -> Runtime {
    Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("the system can make one more event loop")
}

/// What happened, in order; its clones share one list.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<&'static str>>>);

impl Log {
    fn add(&self, line: &'static str) {
        self.0.lock().expect("no holder panics").push(line);
    }

    fn lines(&self) -> Vec<&'static str> {
        self.0.lock().expect("no holder panics").clone()
    }
}

/// Adds its line when it is dropped.
struct Leaves(Log, &'static str);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.add(self.1);
    }
}

/// Never ends, and says when it is dropped.
async fn parked(log: Log) {
    let _leaves = Leaves(log, "dropped");
    pending::<()>().await;
}

#[test]
fn error_of_a_task_lies_inside_the_ok_of_its_handle() {
    one_thread().block_on(async {
        let task = tokio::spawn(async { Err::<i32, _>("frozen") });
        let joined = task.await.expect("it does not panic");
        assert_eq!(joined, Err("frozen"));
    });
}

#[test]
fn error_of_a_task_that_is_never_joined_is_lost() {
    let test = "curio::error_of_a_task_that_is_never_joined_is_lost";
    let printed = printed_alone(test, || {
        one_thread().block_on(async {
            drop(tokio::spawn(async {
                eprintln!("fails");
                Err::<i32, _>("frozen")
            }));
            yield_now().await;
            eprintln!("goes on");
        });
    });
    assert_eq!(printed, "fails\ngoes on\n");
}

#[test]
fn abort_returns_before_the_task_is_dropped() {
    one_thread().block_on(async {
        let log = Log::default();
        let task = tokio::spawn(parked(log.clone()));
        yield_now().await;
        task.abort();
        log.add("abort has returned");
        let ended = task.await.expect_err("it was aborted");
        assert!(ended.is_cancelled());
        assert_eq!(log.lines(), ["abort has returned", "dropped"]);
    });
}

#[test]
fn task_that_ends_with_its_runtime_is_a_cancelled_one() {
    let runtime = one_thread();
    let log = Log::default();
    let task = runtime.spawn(parked(log.clone()));
    runtime.block_on(yield_now());
    drop(runtime);
    assert_eq!(log.lines(), ["dropped"]);
    let ended = one_thread().block_on(task).expect_err("it is gone");
    assert!(ended.is_cancelled());
}

#[test]
fn task_that_is_aborted_at_once_runs_no_line() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let task = tokio::spawn(async move { inner.add("begins") });
        task.abort();
        assert!(task.await.is_err());
        assert!(log.lines().is_empty());
    });
}

#[test]
fn abort_of_the_waiter_leaves_the_spawned_work() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let waiter = tokio::spawn(async move {
            let work = tokio::spawn(async move {
                sleep(SECOND).await;
                inner.add("the work is done");
            });
            work.await
        });
        yield_now().await;
        waiter.abort();
        assert!(waiter.await.is_err());
        assert!(log.lines().is_empty());
        sleep(SECOND * 2).await;
        assert_eq!(log.lines(), ["the work is done"]);
    });
}

#[test]
fn each_limit_has_its_own_result() {
    one_thread().block_on(async {
        let inner = timeout(SECOND, pending::<()>());
        let outer = timeout(SECOND * 10, inner).await;
        assert!(outer.expect("the outer limit is far").is_err());
        let inner = timeout(SECOND * 10, pending::<()>());
        assert!(timeout(SECOND, inner).await.is_err());
    });
}

#[test]
fn shutdown_of_a_set_waits_until_its_tasks_are_dropped() {
    one_thread().block_on(async {
        let log = Log::default();
        let mut set = JoinSet::new();
        set.spawn(parked(log.clone()));
        yield_now().await;
        set.shutdown().await;
        log.add("shut down");
        assert_eq!(log.lines(), ["dropped", "shut down"]);
    });
}

#[test]
fn dropped_set_aborts_its_tasks_and_does_not_wait() {
    one_thread().block_on(async {
        let log = Log::default();
        let mut set = JoinSet::new();
        set.spawn(parked(log.clone()));
        yield_now().await;
        drop(set);
        log.add("the set is gone");
        yield_now().await;
        assert_eq!(log.lines(), ["the set is gone", "dropped"]);
    });
}

#[test]
fn error_of_a_task_stops_no_other_task_of_the_set() {
    one_thread().block_on(async {
        let mut set = JoinSet::new();
        set.spawn(async { Err("frozen") });
        set.spawn(async {
            sleep(SECOND).await;
            Ok(-4)
        });
        let mut ended = Vec::new();
        while let Some(joined) = set.join_next().await {
            ended.push(joined.expect("no task panics"));
        }
        assert_eq!(ended, [Err("frozen"), Ok(-4)]);
    });
}

#[test]
fn set_gives_results_in_the_order_of_the_ends() {
    one_thread().block_on(async {
        let mut set = JoinSet::new();
        for (name, seconds) in [("first", 2), ("second", 1)] {
            set.spawn(async move {
                sleep(SECOND * seconds).await;
                name
            });
        }
        assert_eq!(set.join_all().await, ["second", "first"]);
    });
}

#[test]
fn future_of_a_thread_is_polled_by_that_thread() {
    one_thread().block_on(async {
        let runtime = Handle::current();
        let job = spawn_blocking(move || {
            let polled = async { thread::current().id() };
            (runtime.block_on(polled), thread::current().id())
        });
        let (polled, own) = job.await.expect("it does not panic");
        assert_eq!(polled, own);
        assert_ne!(polled, thread::current().id());
    });
}

#[test]
fn values_of_a_thread_that_has_ended_are_received_before_the_end() {
    one_thread().block_on(async {
        let (sender, mut readings) = mpsc::channel(2);
        let thread = thread::spawn(move || {
            for degrees in [-4, -5] {
                sender.blocking_send(degrees).expect("it is open");
            }
        });
        thread.join().expect("it does not panic");
        assert_eq!(readings.recv().await, Some(-4));
        assert_eq!(readings.recv().await, Some(-5));
        assert_eq!(readings.recv().await, None);
    });
}

#[test]
fn blocking_send_inside_a_task_panics() {
    one_thread().block_on(async {
        let task = tokio::spawn(async {
            let (sender, _receiver) = mpsc::channel(1);
            let _ = sender.blocking_send(-4);
        });
        assert!(task.await.expect_err("it panics").is_panic());
    });
}

#[test]
fn full_channel_blocks_the_thread_only() {
    on_the_real_clock().block_on(async {
        let (sender, mut readings) = mpsc::channel(1);
        let (tell, mut sent) = mpsc::unbounded_channel();
        let thread = thread::spawn(move || {
            for degrees in [-4, -5] {
                sender.blocking_send(degrees).expect("it is open");
                tell.send(degrees).expect("the test listens");
            }
        });
        assert_eq!(sent.recv().await, Some(-4));
        let other = tokio::spawn(yield_now());
        // The thread stays in its second call. Meanwhile the loop's timer
        // fires, and the other task has its turns.
        let moment = Duration::from_millis(50);
        timeout(moment, sent.recv()).await.expect_err("no room");
        assert!(other.is_finished());
        assert_eq!(readings.recv().await, Some(-4));
        assert_eq!(sent.recv().await, Some(-5));
        assert_eq!(readings.recv().await, Some(-5));
        assert_eq!(readings.recv().await, None);
        thread.join().expect("it does not panic");
    });
}

#[test]
fn thread_can_limit_what_it_waits_for() {
    on_the_real_clock().block_on(async {
        let runtime = Handle::current();
        let job = spawn_blocking(move || {
            let limit = Duration::from_millis(10);
            runtime.block_on(async {
                timeout(limit, pending::<()>()).await
            })
        });
        assert!(job.await.expect("it does not panic").is_err());
    });
}

#[test]
fn started_job_does_not_hear_of_an_abort() {
    one_thread().block_on(async {
        let (started, starts) = oneshot::channel();
        let (goes_on, waits) = oneshot::channel::<()>();
        let (done, mut finishes) = oneshot::channel();
        let job = spawn_blocking(move || {
            let _ = started.send(());
            let _ = waits.blocking_recv();
            let _ = done.send("computed to the end");
        });
        starts.await.expect("the job starts");
        job.abort();
        assert!(finishes.try_recv().is_err(), "it has not ended");
        goes_on.send(()).expect("the job waits");
        assert_eq!(finishes.await, Ok("computed to the end"));
        assert!(job.await.is_ok());
    });
}
