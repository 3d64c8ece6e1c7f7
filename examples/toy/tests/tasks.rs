//! Tasks and their handles.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::future::{pending, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

use crate::common::{
    Log, OnDrop, SECOND, counted, panic_in, panic_of, park, value,
    virtually,
};
use futures::channel::oneshot;
use futures::{future, poll};
use toy::{
    Executor, JoinError, JoinHandle, now, sleep, spawn, yield_now,
};

async fn is_aborted<T>(handle: JoinHandle<T>) -> bool {
    matches!(handle.await, Err(JoinError::Aborted))
}

#[test]
fn a_spawned_task_begins_on_a_later_turn() {
    virtually(async {
        let log = Log::new();
        let task = spawn(future::lazy({
            let log = log.clone();
            move |_| log.add("task")
        }));
        log.add("main");
        value(task).await;
        log.add("main again");
        assert_eq!(log.take(), ["main", "task", "main again"]);
    });
}

#[test]
fn a_dropped_handle_detaches() {
    virtually(async {
        let log = Log::new();
        let inner = log.clone();
        drop(spawn(async move {
            sleep(SECOND).await;
            inner.add("ended");
        }));
        sleep(2 * SECOND).await;
        assert_eq!(log.take(), ["ended"]);
    });
}

#[test]
fn abort_drops_the_future_in_place_of_its_next_poll() {
    virtually(async {
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
    virtually(async {
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
    virtually(async {
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
    virtually(async {
        let task = spawn(async { "gull" });
        yield_now().await;
        task.abort();
        assert_eq!(value(task).await, "gull");
    });
}

#[test]
fn a_value_wins_over_an_abort_in_the_same_poll() {
    virtually(async {
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
    virtually(async {
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
    virtually(async {
        let bystander = spawn(sleep(SECOND));
        let task = spawn(async { panic!("aground") });
        assert_eq!(panic_in::<()>(task).await, "aground");
        value(bystander).await;
    });
}

#[test]
fn a_panic_that_nobody_joins_hurts_nobody() {
    virtually(async {
        drop(spawn(async { panic!("aground") }));
        sleep(SECOND).await;
    });
}

#[test]
fn a_destructors_panic_reaches_the_joiner_of_an_aborted_task() {
    virtually(async {
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

/// Ready at once with its value; the rest is dropped with the future.
struct Carrying<T, D>(Option<T>, #[allow(dead_code)] D);

impl<T: Unpin, D: Unpin> Future for Carrying<T, D> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        Poll::Ready(self.0.take().expect("polled once"))
    }
}

#[test]
fn a_destructors_panic_reaches_the_joiner_of_an_ended_task() {
    virtually(async {
        let bad = OnDrop(|| panic!("aground"));
        let task = spawn(Carrying(Some(()), bad));
        assert_eq!(panic_in(task).await, "aground");
    });
}

#[test]
fn a_future_and_its_value_may_both_panic_when_dropped() {
    virtually(async {
        let value = OnDrop(|| panic!("the value"));
        let future = OnDrop(|| panic!("the future"));
        let task = spawn(Carrying(Some(value), future));
        assert_eq!(panic_in(task).await, "the future");
    });
}

#[test]
fn a_value_that_nobody_takes_may_panic_when_dropped() {
    virtually(async {
        drop(spawn(async { OnDrop(|| panic!("aground")) }));
        sleep(SECOND).await;
    });
}

#[test]
fn the_future_is_dropped_before_the_join_resolves() {
    virtually(async {
        let log = Log::new();
        let inner = log.clone();
        let dropped = OnDrop(move || inner.add("dropped"));
        let task = spawn(Carrying(Some(()), dropped));
        value(task).await;
        assert_eq!(log.take(), ["dropped"]);
    });
}

#[test]
fn the_joiner_is_woken_after_the_future_is_dropped() {
    virtually(async {
        let log = Log::new();
        let (say, hear) = oneshot::channel::<()>();
        let inner = log.clone();
        let dropped = OnDrop(move || inner.add("dropped"));
        let task = spawn(async move {
            let _say = say;
            let _dropped = dropped;
        });
        let mut joined = pin!(task);
        assert!(poll!(joined.as_mut()).is_pending());
        assert!(hear.await.is_err());
        assert!(poll!(joined).is_ready());
        assert_eq!(log.take(), ["dropped"]);
    });
}

#[test]
fn turns_are_fair_and_first_in_first_out() {
    virtually(async {
        let log = Log::new();
        let tasks = ["gull", "heron", "tern"].map(|name| {
            let log = log.clone();
            spawn(async move {
                for _ in 0..3 {
                    log.add(name);
                    yield_now().await;
                }
            })
        });
        for task in tasks {
            value(task).await;
        }
        assert_eq!(log.take(), ["gull", "heron", "tern"].repeat(3));
    });
}

#[test]
fn a_turn_runs_what_was_ready_when_it_began() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let turns = executor.turns();
        let inner = spawn(async { spawn(async { spawn(async {}) }) });
        let last = value(value(inner).await).await;
        value(last).await;
        assert_eq!(executor.turns() - turns, 4);
    });
}

#[test]
fn main_has_its_place_in_the_ready_queue() {
    virtually(async {
        let log = Log::new();
        for name in ["gull", "heron"] {
            let log = log.clone();
            spawn(async move {
                yield_now().await;
                log.add(name);
            });
        }
        yield_now().await;
        log.add("main");
        yield_now().await;
        log.add("main");
        assert_eq!(log.take(), ["main", "gull", "heron", "main"]);
    });
}

#[test]
fn main_may_borrow_and_need_not_be_send() {
    let mut caller = Rc::new(1);
    let name = String::from("gull");
    let length = virtually(async {
        yield_now().await;
        *Rc::make_mut(&mut caller) += 1;
        name.len()
    });
    assert_eq!((length, *caller), (4, 2));
}

#[test]
fn main_is_polled_only_when_it_is_woken() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let polls = Cell::new(0);
        let task = spawn(async {
            for _ in 0..5 {
                yield_now().await;
            }
        });
        let mut task = pin!(task);
        poll_fn(|cx| {
            polls.set(polls.get() + 1);
            task.as_mut().poll(cx)
        })
        .await
        .expect("it does not panic");
        assert_eq!(polls.get(), 2);
    });
}

#[test]
fn a_hundred_thousand_tasks_come_to_their_end() {
    let executor = Executor::with_virtual_clock();
    let sum = executor.run(async {
        let tasks = (0..100_000u64).map(|each| {
            spawn(async move {
                sleep(SECOND).await;
                each
            })
        });
        let tasks: Vec<_> = tasks.collect();
        let mut sum = 0;
        for task in tasks {
            sum += value(task).await;
        }
        sum
    });
    assert_eq!(sum, 99_999 * 100_000 / 2);
    assert!(executor.turns() < 10);
}

#[test]
fn polling_a_finished_handle_panics() {
    virtually(async {
        let mut task = spawn(async {});
        (&mut task).await.expect("it does not panic");
        let again = spawn(task);
        assert!(panic_in(again).await.contains("JoinHandle"));
    });
}

#[test]
fn a_handle_is_ready_in_a_run_of_another_loop_too() {
    let executor = Executor::new();
    let task = executor.run(async { spawn(async { "gull" }) });
    executor.run(yield_now());
    assert_eq!(virtually(value(task)), "gull");
}

#[test]
fn who_asked_last_is_woken_by_the_end_of_a_task() {
    virtually(async {
        let mut task = spawn(sleep(SECOND));
        assert!(poll!(&mut task).is_pending());
        let joiner = spawn(async move { value(task).await });
        value(joiner).await;
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn tasks_outlive_a_run() {
    let executor = Executor::with_virtual_clock();
    let task = executor.run(async {
        let task = spawn(async {
            sleep(2 * SECOND).await;
            now()
        });
        sleep(SECOND).await;
        task
    });
    assert_eq!(executor.run(value(task)), 2 * SECOND);
}

#[test]
fn tasks_that_were_ready_when_main_ended_go_on_in_the_next_run() {
    let executor = Executor::with_virtual_clock();
    let log = Log::new();
    executor.run(async {
        for name in ["gull", "heron"] {
            let log = log.clone();
            spawn(async move {
                log.add(name);
                yield_now().await;
                log.add(name);
            });
        }
    });
    assert_eq!(log.len(), 0);
    executor.run(sleep(SECOND));
    assert_eq!(log.take(), ["gull", "heron", "gull", "heron"]);
}

#[test]
fn tasks_that_were_ready_when_main_panicked_go_on_in_the_next_run() {
    let executor = Executor::with_virtual_clock();
    let log = Log::new();
    let panicked = panic_of(|| {
        executor.run(async {
            let inner = log.clone();
            spawn(async move { inner.add("gull") });
            yield_now().await;
            let inner = log.clone();
            spawn(async move { inner.add("heron") });
            panic!("aground");
        })
    });
    assert_eq!(panicked, "aground");
    executor.run(sleep(SECOND));
    assert_eq!(log.take(), ["gull", "heron"]);
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
    assert!(virtually(is_aborted(task)));
}

#[test]
fn a_value_survives_its_loop() {
    let executor = Executor::new();
    let task = executor.run(async {
        let task = spawn(async { "gull" });
        yield_now().await;
        task
    });
    drop(executor);
    assert_eq!(virtually(value(task)), "gull");
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
    assert!(virtually(is_aborted(late)));
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
    assert_eq!(virtually(panic_in(task)), "aground");
}

#[test]
fn mains_destructors_find_the_loop() {
    let executor = Executor::with_virtual_clock();
    let log = Log::new();
    executor.run({
        let log = log.clone();
        let spawns = OnDrop(move || {
            let log = log.clone();
            spawn(async move { log.add("spawned") });
        });
        Carrying(Some(()), spawns)
    });
    executor.run(yield_now());
    assert_eq!(log.take(), ["spawned"]);
}

#[test]
fn ended_tasks_leave_no_future_behind() {
    virtually(async {
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
    virtually(async {
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
