//! What the stage timers promises.

use ground_up::stages::timers as stage;

use std::cell::Cell;
use std::future::{pending, ready};
use std::panic::catch_unwind;
use std::pin::pin;
use std::rc::Rc;
use std::sync::mpsc;
use std::task::{Context, Waker};
use std::thread;
use std::time::{Duration, Instant};

use futures::future::select_all;
use stage::{Elapsed, Executor, now, sleep, spawn, timeout, yield_now};

const TENTH: Duration = Duration::from_millis(100);

#[test]
fn sleep_is_never_over_early() {
    for micros in [0, 1, 999, 1_000, 1_500, 20_000] {
        let time = Duration::from_micros(micros);
        let start = Instant::now();
        let (before, after) = Executor::new().run(async {
            let before = now();
            sleep(time).await;
            (before, now())
        });
        assert!(after - before >= time);
        assert!(start.elapsed() >= time);
    }
}

#[test]
fn sleep_takes_two_polls_however_long_it_is() {
    let executor = Executor::new();
    executor.run(sleep(TENTH));
    assert_eq!(executor.polls(), 2);
    assert_eq!(executor.turns(), 2);
}

#[test]
fn sleep_that_is_dropped_leaves_no_timer() {
    let executor = Executor::new();
    executor.run(async {
        for _ in 0..10 {
            let limited = timeout(TENTH / 2, yield_now());
            assert_eq!(limited.await, Ok(()));
        }
        // A limit that was left would wake main before its time.
        sleep(TENTH).await;
    });
    assert_eq!(executor.polls(), 12);
}

#[test]
fn dropped_sleep_wakes_nobody() {
    let executor = Executor::new();
    executor.run(async {
        let mut short = Box::pin(sleep(TENTH / 10));
        let noop = &mut Context::from_waker(Waker::noop());
        assert!(short.as_mut().poll(noop).is_pending());
        assert_eq!(timeout(Duration::ZERO, short).await, Err(Elapsed));
        sleep(TENTH).await;
    });
    // main: its start, the timeout, the last sleep.
    assert_eq!(executor.polls(), 3);
}

#[test]
fn due_timers_make_progress_though_the_queue_is_never_empty() {
    Executor::new().run(async {
        spawn(async {
            loop {
                yield_now().await;
            }
        });
        sleep(TENTH / 10).await;
    });
}

#[test]
fn sleep_counts_from_its_first_poll() {
    Executor::new().run(async {
        let later = sleep(TENTH);
        thread::sleep(TENTH);
        let start = now();
        later.await;
        assert!(now() - start >= TENTH);
    });
}

#[test]
fn sleep_is_made_outside_a_run_but_not_polled_there() {
    Executor::new().run(sleep(TENTH / 10));
    let outside = catch_unwind(|| {
        let noop = &mut Context::from_waker(Waker::noop());
        let _ = pin!(sleep(TENTH)).poll(noop);
    });
    assert!(outside.is_err());
    assert!(catch_unwind(now).is_err());
}

#[test]
fn timeout_asks_the_future_first() {
    Executor::new().run(async {
        assert_eq!(timeout(Duration::ZERO, ready(3)).await, Ok(3));
        let never = timeout(TENTH / 10, pending::<()>());
        assert_eq!(never.await, Err(Elapsed));
    });
}

#[test]
fn timeout_drops_the_future_before_it_is_ready() {
    let cargo = Rc::new(());
    Executor::new().run(async {
        let theirs = cargo.clone();
        let stuck = async move {
            pending::<()>().await;
            drop(theirs);
        };
        let mut limited = pin!(timeout(TENTH / 10, stuck));
        assert_eq!(limited.as_mut().await, Err(Elapsed));
        assert_eq!(Rc::strong_count(&cargo), 1);
    });
}

#[test]
fn waker_of_the_last_poll_is_the_one_that_is_woken() {
    let executor = Executor::new();
    executor.run(async {
        let noop = &mut Context::from_waker(Waker::noop());
        let mut moved = Box::pin(sleep(TENTH / 10));
        assert!(moved.as_mut().poll(noop).is_pending());
        spawn(moved).await.expect("no panic");
    });
}

#[test]
fn longest_sleep_does_not_overflow() {
    Executor::new().run(async {
        let never = sleep(Duration::MAX);
        let (_, first, _) =
            select_all([never, sleep(TENTH / 10)]).await;
        assert_eq!(first, 1);
    });
}

#[test]
fn wake_from_another_thread_ends_the_sleep_for_a_deadline() {
    let executor = Executor::new();
    let (done, told) = futures::channel::oneshot::channel();
    let (begin, begun) = mpsc::channel();
    let other = thread::spawn(move || {
        begun.recv().expect("main begins");
        done.send(4).expect("main waits");
    });
    let seen = Cell::new(0);
    executor.run(async {
        begin.send(()).expect("the thread waits");
        let hour = timeout(Duration::from_secs(3600), told);
        seen.set(hour.await.expect("in time").expect("sent"));
    });
    other.join().expect("no panic");
    assert_eq!(seen.get(), 4);
}
