//! A wake reaches its task, once, and nobody else.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::future::{pending, poll_fn};
use std::sync::mpsc;
use std::task::{Context, Poll, Waker};
use std::thread;

use crate::common::{
    Log, SECOND, counted, own_waker, park, value, virtually,
};
use toy::trace::What;
use toy::{Executor, sleep, spawn, yield_now};

/// Wakes from a thread that has ended when this returns.
fn wake_elsewhere(waker: &Waker) {
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
    virtually(park_after(|cx| cx.waker().wake_by_ref()));
}

#[test]
fn a_wake_by_a_thread_joined_inside_the_poll_is_not_lost() {
    virtually(park_after(|cx| wake_elsewhere(cx.waker())));
}

#[test]
fn a_wake_of_one_task_during_the_poll_of_another_is_not_lost() {
    virtually(async {
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
fn wakes_before_the_next_poll_are_one() {
    virtually(async {
        let (log, wakers) = (Log::new(), Log::new());
        let (polls, given) = (log.clone(), wakers.clone());
        let _task = spawn(async move {
            given.add(own_waker().await);
            counted(polls).await;
        });
        yield_now().await;
        let waker = wakers.take().remove(0);
        assert_eq!(log.take().len(), 1);
        for _ in 0..3 {
            waker.wake_by_ref();
            wake_elsewhere(&waker);
        }
        for _ in 0..3 {
            yield_now().await;
        }
        // Now the loop looks into its inbox.
        sleep(SECOND).await;
        assert_eq!(log.take().len(), 1);
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
fn a_task_woken_after_its_turn_has_one_more_in_the_next() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        for _ in 0..10 {
            yield_now().await;
        }
    });
    assert_eq!((executor.polls(), executor.turns()), (11, 11));
}

#[test]
fn a_wake_of_an_ended_task_does_nothing() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let waker = value(spawn(own_waker())).await;
        let polls = executor.polls();
        waker.wake_by_ref();
        wake_elsewhere(&waker);
        yield_now().await;
        yield_now().await;
        assert_eq!(executor.polls() - polls, 2);
    });
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
        virtually(async { waker.wake() });
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
fn a_task_has_the_same_waker_at_every_poll() {
    virtually(async {
        let first = own_waker().await;
        for _ in 0..3 {
            yield_now().await;
            assert!(own_waker().await.will_wake(&first));
        }
        let task = spawn(async {
            let first = own_waker().await;
            sleep(SECOND).await;
            own_waker().await.will_wake(&first)
        });
        assert!(value(task).await);
    });
}

#[test]
fn no_two_tasks_have_the_same_waker() {
    virtually(async {
        let main = own_waker().await;
        let one = value(spawn(own_waker())).await;
        let next = value(spawn(own_waker())).await;
        assert!(!one.will_wake(&next));
        assert!(!one.will_wake(&main) && !next.will_wake(&main));
    });
}

#[test]
fn a_stale_waker_never_wakes_a_stranger() {
    virtually(async {
        let mut stale = Vec::new();
        for _ in 0..10 {
            stale.push(value(spawn(own_waker())).await);
        }
        let log = Log::new();
        let strangers = (0..20).map(|_| spawn(counted(log.clone())));
        let _strangers = strangers.collect::<Vec<_>>();
        yield_now().await;
        assert_eq!(log.take().len(), 20);
        for waker in &stale {
            waker.wake_by_ref();
            wake_elsewhere(waker);
        }
        sleep(SECOND).await;
        assert_eq!(log.len(), 0);
    });
}

#[test]
fn a_wake_that_a_task_left_at_its_end_polls_no_stranger() {
    virtually(async {
        let log = Log::new();
        let last = poll_fn(|cx| {
            cx.waker().wake_by_ref();
            wake_elsewhere(cx.waker());
            Poll::Ready(())
        });
        value(spawn(last)).await;
        let _stranger = spawn(counted(log.clone()));
        sleep(SECOND).await;
        assert_eq!(log.len(), 1);
    });
}

#[test]
fn a_letter_that_a_task_left_at_its_end_polls_no_stranger() {
    virtually(async {
        let log = Log::new();
        let polls = log.clone();
        let last = poll_fn(move |cx| {
            wake_elsewhere(cx.waker());
            Poll::Ready(())
        });
        spawn(last);
        spawn(async move {
            // Its slot is free, its letter is in the inbox.
            spawn(counted(polls));
        });
        sleep(SECOND).await;
        assert_eq!(log.len(), 1);
    });
}

#[test]
fn a_waker_of_an_earlier_main_does_not_poll_a_later_one() {
    let executor = Executor::with_virtual_clock();
    let stale = executor.run(own_waker());
    stale.wake_by_ref();
    let polls = executor.polls();
    executor.run(async {
        sleep(SECOND).await;
        stale.wake_by_ref();
        wake_elsewhere(&stale);
        sleep(SECOND).await;
    });
    assert_eq!(executor.polls() - polls, 3);
}
