//! Tasks, their handles and their wakers: what holds from the stage `tasks` on.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::mpsc;
use std::task::{Context, Poll, Waker};
use std::thread;

use super::common::{Log, OnDrop, own_waker, panic_of, park, value};
use super::run;
use super::stage::{Executor, spawn, yield_now};
use futures::channel::oneshot;
use futures::{future, poll};
use toy::trace::{Event, What};

#[test]
fn running_inside_a_task_is_a_panic_of_that_task() {
    run(async {
        let task = spawn(async { Executor::new().run(async {}) });
        assert!(task.await.is_err());
    });
}

#[test]
fn a_loop_dropped_inside_a_run_takes_its_tasks_along() {
    let inner = Executor::new();
    let log = Log::new();
    inner.run(async {
        let log = log.clone();
        let dropped = OnDrop(move || log.add("dropped"));
        spawn(async move {
            let _dropped = dropped;
            pending::<()>().await;
        });
    });
    run(async {
        drop(inner);
        assert_eq!(log.take(), ["dropped"]);
        value(spawn(async {})).await;
    });
}

#[test]
fn another_loop_runs_after_one_has_ended() {
    let (one, other) = (Executor::new(), Executor::new());
    for _ in 0..3 {
        assert_eq!(one.run(async { 1 }), 1);
        assert_eq!(other.run(async { 2 }), 2);
    }
}

#[test]
fn another_loop_runs_after_one_has_panicked() {
    let executor = Executor::new();
    for _ in 0..3 {
        let words = panic_of(|| {
            executor.run(async { panic!("aground") });
        });
        assert_eq!(words, "aground");
        run(yield_now());
    }
    assert_eq!(executor.run(async { 1 }), 1);
}

#[test]
fn a_spawned_task_begins_on_a_later_turn() {
    run(async {
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

/// Ready at once with its value; the rest is dropped with the future.
pub(super) struct Carrying<T, D>(
    pub(super) Option<T>,
    #[allow(dead_code)] pub(super) D,
);

impl<T: Unpin, D: Unpin> Future for Carrying<T, D> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        Poll::Ready(self.0.take().expect("polled once"))
    }
}

#[test]
fn the_future_is_dropped_before_the_join_resolves() {
    run(async {
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
    run(async {
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
    run(async {
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
fn main_has_its_place_in_the_ready_queue() {
    run(async {
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
    let length = run(async {
        yield_now().await;
        *Rc::make_mut(&mut caller) += 1;
        name.len()
    });
    assert_eq!((length, *caller), (4, 2));
}

#[test]
fn a_handle_is_ready_in_a_run_of_another_loop_too() {
    let executor = Executor::new();
    let task = executor.run(async { spawn(async { "gull" }) });
    executor.run(yield_now());
    assert_eq!(run(value(task)), "gull");
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
    assert_eq!(run(value(task)), "gull");
}

/// Wakes from a thread that has ended when this returns.
pub(super) fn wake_elsewhere(waker: &Waker) {
    let waker = waker.clone();
    let thread = thread::spawn(move || waker.wake());
    thread.join().expect("a wake does not panic");
}

/// Pending once, after `f` has seen the context.
async fn park_after(f: impl FnOnce(&mut Context<'_>)) {
    let mut f = Some(f);
    poll_fn(|cx| match f.take() {
        Some(f) => {
            f(cx);
            Poll::Pending
        }
        None => Poll::Ready(()),
    })
    .await;
}

#[test]
fn a_wake_from_another_thread_polls_the_task() {
    Executor::new().run(async {
        let waker = own_waker().await;
        let thread = thread::spawn(move || waker.wake());
        park().await;
        thread.join().expect("a wake does not panic");
    });
}

#[test]
fn a_wake_from_another_thread_ends_the_sleep_of_the_loop() {
    let (say, asleep) = mpsc::channel();
    let executor = Executor::new().traced(move |event| {
        if matches!(event.what, What::Idle(None)) {
            say.send(()).expect("the thread listens");
        }
    });
    executor.run(async {
        let waker = own_waker().await;
        let thread = thread::spawn(move || {
            asleep.recv().expect("the loop falls asleep");
            waker.wake();
            asleep
        });
        park().await;
        thread.join().expect("a wake does not panic");
    });
}

#[test]
fn a_wake_during_the_poll_is_not_lost() {
    run(park_after(|cx| cx.waker().wake_by_ref()));
}

#[test]
fn a_wake_by_a_thread_joined_inside_the_poll_is_not_lost() {
    run(park_after(|cx| wake_elsewhere(cx.waker())));
}

#[test]
fn a_wake_of_one_task_during_the_poll_of_another_is_not_lost() {
    run(async {
        let sleeper = spawn(async {
            let waker = own_waker().await;
            (waker.clone(), waker)
        });
        let (first, second) = value(sleeper).await;
        first.wake();
        second.wake();
        let (say, hear) = futures::channel::oneshot::channel();
        let hearer = spawn(hear);
        yield_now().await;
        say.send("gull").expect("the hearer listens");
        assert_eq!(value(hearer).await, Ok("gull"));
    });
}

#[test]
fn wakes_from_other_threads_before_the_next_poll_are_one() {
    let executor = Executor::new();
    executor.run(async {
        let waker = own_waker().await;
        park_after(|_| (0..3).for_each(|_| wake_elsewhere(&waker)))
            .await;
        yield_now().await;
    });
    assert_eq!(executor.polls(), 3);
}

#[test]
fn a_wake_after_the_loop_is_gone_does_nothing() {
    let executor = Executor::new();
    let log = Log::new();
    let given = log.clone();
    let ended = executor.run(async {
        spawn(async move {
            given.add(own_waker().await);
            pending::<()>().await;
        });
        yield_now().await;
        own_waker().await
    });
    drop(executor);
    let parked = log.take().remove(0);
    for waker in [ended, parked] {
        waker.wake_by_ref();
        wake_elsewhere(&waker);
        run(async { waker.wake() });
    }
}

#[test]
fn a_wake_between_two_runs_counts_in_the_second() {
    let executor = Executor::new();
    let (task, waker) = executor.run(async {
        let log = Log::new();
        let given = log.clone();
        let task = spawn(async move {
            given.add(own_waker().await);
            park().await;
            "gull"
        });
        yield_now().await;
        (task, log.take().remove(0))
    });
    waker.wake();
    assert_eq!(executor.run(value(task)), "gull");
}

#[test]
fn a_wake_inside_another_loop_reaches_the_right_one() {
    let (one, other) = (Executor::new(), Executor::new());
    let log = Log::new();
    let given = log.clone();
    let task = one.run(async {
        let task = spawn(async move {
            given.add(own_waker().await);
            park().await;
        });
        yield_now().await;
        task
    });
    let waker = log.take().remove(0);
    other.run(async {
        value(spawn(async {})).await;
        waker.wake();
        yield_now().await;
    });
    one.run(value(task));
}

#[test]
fn no_two_tasks_have_the_same_waker() {
    run(async {
        let main = own_waker().await;
        let one = value(spawn(own_waker())).await;
        let next = value(spawn(own_waker())).await;
        assert!(!one.will_wake(&next));
        assert!(!one.will_wake(&main) && !next.will_wake(&main));
    });
}

#[test]
fn yield_now_lets_every_ready_task_have_a_turn() {
    run(async {
        let log = Log::new();
        for name in ["gull", "heron"] {
            let log = log.clone();
            spawn(async move { log.add(name) });
        }
        yield_now().await;
        assert_eq!(log.take(), ["gull", "heron"]);
    });
}

#[test]
fn parked_task_is_left_alone() {
    let executor = Executor::new();
    let polls = Rc::new(Cell::new(0));
    executor.run(async {
        let counted = polls.clone();
        spawn(poll_fn(move |_| {
            counted.set(counted.get() + 1);
            Poll::<()>::Pending
        }));
        for _ in 0..100 {
            yield_now().await;
        }
    });
    assert_eq!(polls.get(), 1);
}

#[test]
fn ten_thousand_wakes_from_another_thread_are_not_lost() {
    let (hand_over, wakers) = mpsc::channel::<Waker>();
    let other = thread::spawn(move || {
        for waker in wakers {
            waker.wake();
        }
    });
    Executor::new().run(async {
        for _ in 0..10_000 {
            let mut asked = false;
            poll_fn(|context| {
                if asked {
                    return Poll::Ready(());
                }
                asked = true;
                let waker = context.waker().clone();
                hand_over.send(waker).expect("the thread waits");
                Poll::Pending
            })
            .await;
        }
    });
    drop(hand_over);
    other.join().expect("no panic");
}

#[test]
fn task_whose_handle_is_dropped_goes_on() {
    let done = Rc::new(Cell::new(false));
    Executor::new().run(async {
        let theirs = done.clone();
        drop(spawn(async move {
            yield_now().await;
            theirs.set(true);
        }));
        for _ in 0..3 {
            yield_now().await;
        }
    });
    assert!(done.get());
}

#[test]
fn spawn_outside_a_run_panics_also_after_main_did() {
    let outside = || catch_unwind(|| spawn(async {})).is_err();
    assert!(outside());
    let executor = Executor::new();
    let main = || executor.run(async { panic!("aground") });
    assert!(catch_unwind(AssertUnwindSafe(main)).is_err());
    assert!(outside());
}

#[test]
fn tracer_hears_of_each_step() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let executor = Executor::new().traced({
        let heard = heard.clone();
        move |event: Event| {
            if event.what == What::Spawned {
                let line = event.line.expect("a call spawned it");
                assert!(line.file().ends_with("tasks.rs"));
            }
            heard.borrow_mut().push((event.what, event.task));
        }
    });
    executor.run(async {
        spawn(async {}).await.expect("no panic");
    });
    let of_main = |what| (what, Some(0));
    let of_task = |what| (what, Some(1));
    assert_eq!(
        *heard.borrow(),
        [
            of_main(What::Spawned),
            (What::Turn(1), None),
            of_main(What::Polled),
            of_task(What::Spawned),
            of_main(What::Parked),
            (What::Turn(1), None),
            of_task(What::Polled),
            of_main(What::Woken),
            of_task(What::Ended),
            (What::Turn(1), None),
            of_main(What::Polled),
            of_main(What::Ended),
        ]
    );
}
