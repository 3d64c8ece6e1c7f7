//! What the page Nurseries says of our nursery, and of tokio's tasks.

use std::cell::Cell;
use std::future::pending;
use std::mem;
use std::rc::Rc;
use std::thread;

use crate::common::{
    Leaves, Log, SECOND, parks, paused, printed_alone, virtually,
};
use curio_and_trio::{Error, sleep};
use tokio::task::{JoinSet, LocalSet, spawn_local};
use tokio_util::task::TaskTracker;
use toy::scope::{Nursery, open_nursery};
use toy::{Executor, now, spawn, yield_now};

#[test]
fn a_task_of_our_loop_outlives_the_function_that_spawned_it() {
    let log = Log::default();
    let task = log.clone();
    virtually(async {
        let save = async {
            spawn(async move {
                sleep(1).await.expect("in no scope");
                task.add("copied");
            });
        };
        save.await;
        assert!(log.take().is_empty());
        sleep(2).await.expect("in no scope");
        assert_eq!(log.take(), ["copied"]);
    });
}

#[test]
fn a_task_that_is_left_is_dropped_with_the_loop() {
    let log = Log::default();
    let file = Leaves(log.clone(), "dropped");
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        spawn(async move {
            let _file = file;
            pending::<()>().await;
        });
        yield_now().await;
    });
    assert!(log.take().is_empty());
    drop(executor);
    assert_eq!(log.take(), ["dropped"]);
}

#[test]
fn the_error_of_a_task_without_a_handle_is_lost() {
    let test =
        "nurseries::the_error_of_a_task_without_a_handle_is_lost";
    let printed = printed_alone(test, || {
        virtually(async {
            spawn(async {
                eprintln!("fails");
                Err::<(), _>(Error::Failed("disk full"))
            });
            sleep(1).await.expect("in no scope");
            eprintln!("goes on");
        });
    });
    assert_eq!(printed, "fails\ngoes on\n");
}

#[test]
fn a_nursery_ends_after_its_last_child() {
    virtually(async {
        open_nursery(async |nursery: Nursery<Error>| {
            for seconds in [5, 1] {
                nursery.start_soon(
                    async move { Ok(sleep(seconds).await?) },
                );
            }
            Ok(())
        })
        .await
        .expect("no child fails");
        assert_eq!(now(), 5 * SECOND);
    });
}

#[test]
fn a_child_that_is_cancelled_at_once_begins() {
    let log = Log::default();
    virtually(async {
        open_nursery(async |nursery| {
            nursery.start_soon(parks(log.clone()));
            nursery.cancel();
            Ok(())
        })
        .await
        .expect("no child fails");
        assert_eq!(log.take(), ["begins", "is cancelled"]);
    });
}

#[test]
fn a_tokio_task_that_is_aborted_at_once_runs_no_line() {
    let log = Log::default();
    LocalSet::new().block_on(&paused(), async {
        let task = spawn_local(parks(log.clone()));
        task.abort();
        assert!(task.await.is_err_and(|error| error.is_cancelled()));
        assert!(log.take().is_empty());
    });
}

#[test]
fn a_limit_that_asks_waits_for_the_children() {
    let log = Log::default();
    virtually(async {
        let saved = open_nursery(async |nursery| {
            nursery.start_soon(parks(log.clone()));
            Ok::<_, Error>(())
        });
        let limited = toy::scope::move_on_after(SECOND, saved).await;
        assert_eq!(limited, Ok(None));
        assert_eq!(log.take(), ["begins", "is cancelled"]);
    });
}

#[test]
fn a_limit_that_drops_the_block_does_not_wait_for_the_children() {
    let log = Log::default();
    virtually(async {
        let file = Leaves(log.clone(), "dropped");
        let saved = open_nursery(async |nursery| {
            nursery.start_soon(async move {
                let _file = file;
                Ok(sleep(5).await?)
            });
            Ok::<_, Error>(())
        });
        assert!(toy::timeout(SECOND, saved).await.is_err());
        assert!(log.take().is_empty());
        yield_now().await;
        assert_eq!(log.take(), ["dropped"]);
    });
}

#[test]
fn children_of_a_nursery_that_is_forgotten_run_on() {
    let log = Log::default();
    virtually(async {
        let child = log.clone();
        let mut saved = Box::pin(open_nursery(async |nursery| {
            nursery.start_soon(async move {
                sleep(5).await?;
                child.add("copied");
                Ok(())
            });
            Ok::<_, Error>(())
        }));
        assert!(futures::poll!(&mut saved).is_pending());
        mem::forget(saved);
        sleep(6).await.expect("in no scope");
        assert_eq!(log.take(), ["copied"]);
    });
}

#[test]
fn threads_of_a_scope_borrow_and_have_ended_when_it_returns() {
    let copies = std::sync::Mutex::new(Vec::new());
    thread::scope(|scope| {
        for host in ["near", "far"] {
            let copies = &copies;
            scope.spawn(move || {
                let mut copies = copies.lock().expect("no panic");
                copies.push(host);
            });
        }
    });
    let mut copies = copies.into_inner().expect("no panic");
    copies.sort_unstable();
    assert_eq!(copies, ["far", "near"]);
}

#[test]
fn a_scope_of_threads_panics_after_its_last_thread_has_ended() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let mut copied = false;
    let has_copied = &mut copied;
    let scope = std::panic::AssertUnwindSafe(|| {
        thread::scope(|scope| {
            scope.spawn(move || {
                // The other thread has failed when its end is dropped.
                assert!(receiver.recv().is_err());
                *has_copied = true;
            });
            scope.spawn(move || {
                let _sender: std::sync::mpsc::Sender<()> = sender;
                panic!("disk full");
            });
        });
    });
    assert!(std::panic::catch_unwind(scope).is_err());
    assert!(copied);
}

#[test]
fn a_join_set_that_is_dropped_aborts_its_tasks_and_does_not_wait() {
    let log = Log::default();
    LocalSet::new().block_on(&paused(), async {
        let mut set = JoinSet::new();
        let file = Leaves(log.clone(), "dropped");
        set.spawn_local(async move {
            let _file = file;
            pending::<()>().await;
        });
        tokio::task::yield_now().await;
        drop(set);
        assert!(log.take().is_empty());
        tokio::task::yield_now().await;
        assert_eq!(log.take(), ["dropped"]);
    });
}

#[test]
fn shutdown_of_a_join_set_waits_until_its_tasks_are_gone() {
    let log = Log::default();
    LocalSet::new().block_on(&paused(), async {
        let mut set = JoinSet::new();
        let file = Leaves(log.clone(), "dropped");
        set.spawn_local(async move {
            let _file = file;
            pending::<()>().await;
        });
        set.shutdown().await;
        assert_eq!(log.take(), ["dropped"]);
    });
}

#[test]
fn a_failing_task_of_a_join_set_stops_no_other() {
    paused().block_on(async {
        let mut set = JoinSet::new();
        set.spawn(async { Err(Error::Failed("disk full")) });
        set.spawn(async {
            tokio::time::sleep(SECOND).await;
            Ok("copied")
        });
        let mut ends = Vec::new();
        while let Some(end) = set.join_next().await {
            ends.push(end.expect("no task panics"));
        }
        assert_eq!(
            ends,
            [Err(Error::Failed("disk full")), Ok("copied")]
        );
    });
}

#[test]
fn tasks_of_a_tracker_that_is_dropped_run_on() {
    let ended = Rc::new(Cell::new(false));
    LocalSet::new().block_on(&paused(), async {
        let tracker = TaskTracker::new();
        let task = ended.clone();
        tracker.spawn_local(async move {
            tokio::time::sleep(SECOND).await;
            task.set(true);
        });
        drop(tracker);
        tokio::time::sleep(2 * SECOND).await;
        assert!(ended.get());
    });
}

#[test]
fn a_closed_tracker_waits_for_its_tasks_and_cancels_none() {
    paused().block_on(async {
        let start = tokio::time::Instant::now();
        let tracker = TaskTracker::new();
        tracker.spawn(async { panic!("disk full") });
        tracker.spawn(tokio::time::sleep(3 * SECOND));
        tracker.close();
        tracker.wait().await;
        assert_eq!(start.elapsed(), 3 * SECOND);
    });
}

#[test]
fn a_tracker_that_is_not_closed_never_stops_waiting() {
    paused().block_on(async {
        let tracker = TaskTracker::new();
        let waited =
            tokio::time::timeout(3600 * SECOND, tracker.wait());
        assert!(waited.await.is_err());
    });
}
