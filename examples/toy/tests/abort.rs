//! Ending a task: from the stage `abort` on.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::cell::RefCell;
use std::error::Error;
use std::future::{pending, poll_fn};
use std::pin::Pin;
use std::rc::Rc;

use super::clock::traced;
use super::common::{
    Log, OnDrop, SECOND, counted, panic_in, park, value,
};
use super::reactor::{pair, receive, send};
use super::run;
use super::stage::{
    Executor, Interest, JoinError, JoinHandle, now, sleep, spawn,
    yield_now,
};
use super::tasks::Carrying;
use super::timers::MILLI;
use futures::channel::oneshot;
use futures::future;
use toy::trace::What;

#[test]
fn the_tracer_hears_of_the_end_of_an_aborted_task() {
    let log = Log::new();
    traced(&log).run(async {
        let gull = spawn(pending::<()>());
        yield_now().await;
        gull.abort();
        assert!(gull.await.is_err());
        sleep(SECOND).await;
    });
    let ends = log.take().into_iter().filter(|event| {
        (event.what, event.task) == (What::Ended, Some(1))
    });
    assert_eq!(ends.count(), 1);
}

async fn is_aborted<T>(handle: JoinHandle<T>) -> bool {
    matches!(handle.await, Err(JoinError::Aborted))
}

#[test]
fn abort_drops_the_future_in_place_of_its_next_poll() {
    run(async {
        let log = Log::new();
        let dropped = OnDrop({
            let log = log.clone();
            move || log.add("dropped")
        });
        let task = spawn(async move {
            let _dropped = dropped;
            pending::<()>().await;
        });
        yield_now().await;
        task.abort();
        assert_eq!(log.len(), 0);
        yield_now().await;
        assert_eq!(log.take(), ["dropped"]);
        assert!(is_aborted(task).await);
    });
}

#[test]
fn abort_before_the_first_poll_means_no_poll() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let log = Log::new();
        let task = spawn(counted(log.clone()));
        task.abort();
        assert!(is_aborted(task).await);
        sleep(SECOND).await;
        assert_eq!(log.len(), 0);
    });
    // All of them main's.
    assert_eq!(executor.polls(), 3);
}

#[test]
fn abort_wakes_the_one_who_awaits_the_handle() {
    run(async {
        let task = RefCell::new(spawn(pending::<()>()));
        let wait =
            poll_fn(|cx| Pin::new(&mut *task.borrow_mut()).poll(cx));
        let abort = async {
            sleep(SECOND).await;
            task.borrow().abort();
        };
        let (result, ()) = future::join(wait, abort).await;
        assert!(matches!(result, Err(JoinError::Aborted)));
    });
}

#[test]
fn a_task_can_abort_itself() {
    run(async {
        let (give, take) = oneshot::channel::<JoinHandle<()>>();
        let log = Log::new();
        let inner = log.clone();
        let (late, result) = oneshot::channel();
        let task = spawn(async move {
            let own = take.await.expect("main gives it");
            own.abort();
            inner.add("goes on until it parks");
            assert!(late.send(own).is_ok());
            yield_now().await;
            inner.add("never");
        });
        assert!(give.send(task).is_ok());
        let task = result.await.expect("the task gives it");
        assert!(is_aborted(task).await);
        assert_eq!(log.take(), ["goes on until it parks"]);
    });
}

#[test]
fn a_value_wins_over_a_late_abort() {
    run(async {
        let task = spawn(async { "gull" });
        yield_now().await;
        task.abort();
        assert_eq!(value(task).await, "gull");
    });
}

#[test]
fn a_value_wins_over_an_abort_in_the_same_poll() {
    run(async {
        let (give, take) = oneshot::channel::<JoinHandle<()>>();
        let (back, result) = oneshot::channel();
        let task = spawn(async move {
            let own = take.await.expect("main gives it");
            own.abort();
            assert!(back.send(own).is_ok());
        });
        assert!(give.send(task).is_ok());
        let task = result.await.expect("the task gives it");
        value(task).await;
    });
}

#[test]
fn aborting_twice_is_aborting_once() {
    run(async {
        let log = Log::new();
        let inner = log.clone();
        let dropped = OnDrop(move || inner.add("dropped"));
        let task = spawn(async move {
            let _dropped = dropped;
            pending::<()>().await;
        });
        yield_now().await;
        task.abort();
        task.abort();
        assert!(is_aborted(task).await);
        assert_eq!(log.take(), ["dropped"]);
    });
}

#[test]
fn a_panic_reaches_the_joiner_and_nobody_else() {
    run(async {
        let bystander = spawn(sleep(SECOND));
        let task = spawn(async { panic!("aground") });
        assert_eq!(panic_in::<()>(task).await, "aground");
        value(bystander).await;
    });
}

#[test]
fn a_destructors_panic_reaches_the_joiner_of_an_aborted_task() {
    run(async {
        let bad = OnDrop(|| panic!("aground"));
        let task = spawn(async move {
            let _bad = bad;
            pending::<()>().await;
        });
        yield_now().await;
        task.abort();
        assert_eq!(panic_in(task).await, "aground");
    });
}

#[test]
fn a_destructors_panic_reaches_the_joiner_of_an_ended_task() {
    run(async {
        let bad = OnDrop(|| panic!("aground"));
        let task = spawn(Carrying(Some(()), bad));
        assert_eq!(panic_in(task).await, "aground");
    });
}

#[test]
fn a_future_and_its_value_may_both_panic_when_dropped() {
    run(async {
        let value = OnDrop(|| panic!("the value"));
        let future = OnDrop(|| panic!("the future"));
        let task = spawn(Carrying(Some(value), future));
        assert_eq!(panic_in(task).await, "the future");
    });
}

#[test]
fn polling_a_finished_handle_panics() {
    run(async {
        let mut task = spawn(async {});
        (&mut task).await.expect("it does not panic");
        let again = spawn(task);
        assert!(panic_in(again).await.contains("JoinHandle"));
    });
}

#[test]
fn dropping_the_loop_drops_its_tasks() {
    let executor = Executor::new();
    let log = Log::new();
    let task = executor.run(async {
        let inner = log.clone();
        let dropped = OnDrop(move || inner.add("dropped"));
        spawn(async move {
            let _dropped = dropped;
            pending::<()>().await;
        })
    });
    assert_eq!(log.len(), 0);
    drop(executor);
    assert_eq!(log.take(), ["dropped"]);
    assert!(run(is_aborted(task)));
}

#[test]
fn what_is_spawned_while_the_loop_is_dropped_says_aborted() {
    let executor = Executor::new();
    let (late, polls) = (Log::new(), Log::new());
    executor.run(async {
        let (late, polls) = (late.clone(), polls.clone());
        let spawns = OnDrop(move || {
            late.add(spawn(counted(polls.clone())));
        });
        spawn(async move {
            let _spawns = spawns;
            pending::<()>().await;
        });
    });
    drop(executor);
    let late = late.take().remove(0);
    assert!(run(is_aborted(late)));
    assert_eq!(polls.len(), 0);
}

#[test]
fn a_destructor_may_panic_while_the_loop_is_dropped() {
    let executor = Executor::new();
    let log = Log::new();
    let task = executor.run(async {
        let bad = OnDrop(|| panic!("aground"));
        let task = spawn(async move {
            let _bad = bad;
            pending::<()>().await;
        });
        let inner = log.clone();
        let dropped = OnDrop(move || inner.add("dropped"));
        spawn(async move {
            let _dropped = dropped;
            pending::<()>().await;
        });
        task
    });
    drop(executor);
    assert_eq!(log.take(), ["dropped"]);
    assert_eq!(run(panic_in(task)), "aground");
}

#[test]
fn ended_tasks_leave_no_future_behind() {
    run(async {
        let shared = Rc::new(());
        for _ in 0..100 {
            let held = shared.clone();
            drop(spawn(async move {
                yield_now().await;
                drop(held);
            }));
            let held = shared.clone();
            spawn(async move {
                let _held = held;
                park().await;
            })
            .abort();
        }
        sleep(SECOND).await;
        assert_eq!(Rc::strong_count(&shared), 1);
    });
}

#[test]
fn a_join_error_says_what_happened() {
    run(async {
        let aborted = spawn(pending::<()>());
        aborted.abort();
        let errors: [Box<dyn Error>; 2] = [
            Box::new(aborted.await.expect_err("it was aborted")),
            Box::new(
                spawn(async { panic!("aground") })
                    .await
                    .expect_err("it panicked"),
            ),
        ];
        assert!(errors[0].to_string().contains("aborted"));
        assert!(errors[1].to_string().contains("panicked"));
    });
}

#[test]
fn a_sleep_of_an_aborted_task_moves_no_clock() {
    run(async {
        let task = spawn(sleep(SECOND));
        yield_now().await;
        task.abort();
        sleep(3 * SECOND).await;
        assert_eq!(now(), 3 * SECOND);
    });
}

#[test]
fn timers_fire_though_the_ready_queue_never_empties() {
    Executor::new().run(async {
        let busy = spawn(async {
            loop {
                yield_now().await;
            }
        });
        sleep(5 * MILLI).await;
        busy.abort();
    });
}

#[test]
fn cancelling_one_wait_leaves_the_other() {
    run(async {
        let (gull, heron) = pair();
        let heron = Rc::new(heron);
        let waits = ["gull", "heron"].map(|_| {
            let heron = heron.clone();
            spawn(async move { heron.ready(Interest::Read).await })
        });
        yield_now().await;
        let [cancelled, kept] = waits;
        cancelled.abort();
        send(&gull, b"ahoy").await;
        value(kept).await.expect("it can be read");
    });
}

#[test]
fn sockets_are_served_though_the_ready_queue_never_empties() {
    Executor::new().run(async {
        let (gull, heron) = pair();
        let reader = spawn(async move { receive(&heron, 10).await });
        let busy = spawn(async {
            loop {
                yield_now().await;
            }
        });
        yield_now().await;
        send(&gull, b"ahoy").await;
        assert_eq!(value(reader).await, b"ahoy");
        busy.abort();
    });
}

/// Says when it is dropped.
struct Says(Rc<RefCell<Vec<&'static str>>>, &'static str);

impl Drop for Says {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

#[test]
fn aborted_task_drops_its_future_before_the_join_resolves() {
    let log = Rc::new(RefCell::new(Vec::new()));
    Executor::new().run(async {
        let (outer, inner) =
            (Says(log.clone(), "outer"), Says(log.clone(), "inner"));
        let task = spawn(async move {
            let _outer = outer;
            let _inner = inner;
            pending::<()>().await;
        });
        yield_now().await;
        task.abort();
        assert!(log.borrow().is_empty());
        let error = task.await.expect_err("it was aborted");
        assert!(matches!(error, JoinError::Aborted));
        log.borrow_mut().push("joined");
    });
    assert_eq!(*log.borrow(), ["inner", "outer", "joined"]);
}

#[test]
fn tasks_of_a_dropped_loop_say_that_they_were_aborted() {
    let executor = Executor::new();
    let [handle] = executor.run(async { [spawn(pending::<()>())] });
    drop(executor);
    let joined = Executor::new().run(handle);
    assert!(matches!(joined, Err(JoinError::Aborted)));
}
