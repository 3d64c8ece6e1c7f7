//! Sleeps and timeouts on the real clock: from the stage `timers` on.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::error::Error;
use std::panic::catch_unwind;
use std::pin::pin;
use std::task::{Context, Waker};
use std::thread;
use std::time::{Duration, Instant};

use super::common::{own_waker, panic_of, park};
use super::stage::{
    Elapsed, Executor, now, sleep, spawn, timeout, yield_now,
};
use futures::poll;

#[test]
fn spawn_and_now_need_a_running_loop() {
    let words = panic_of(|| spawn(async {}));
    assert!(words.contains("running loop"), "{words}");
    let words = panic_of(now);
    assert!(words.contains("running loop"), "{words}");
    let _executor = Executor::new();
    assert!(panic_of(now).contains("running loop"), "none runs");
}

pub(super) const MILLI: Duration = Duration::from_millis(1);

#[test]
fn a_wake_ends_the_idling_of_a_loop_with_a_far_deadline() {
    let executor = Executor::new();
    executor.run(async {
        let mut far = pin!(sleep(Duration::MAX));
        assert!(poll!(far.as_mut()).is_pending());
        let waker = own_waker().await;
        let thread = thread::spawn(move || waker.wake());
        park().await;
        thread.join().expect("a wake does not panic");
    });
}

#[test]
fn a_sleep_is_never_early() {
    Executor::new().run(async {
        for micros in [0, 1, 100, 999, 1001, 2500] {
            let duration = Duration::from_micros(micros);
            let (begun, loops) = (Instant::now(), now());
            sleep(duration).await;
            assert!(begun.elapsed() >= duration);
            assert!(now() - loops >= duration);
        }
    });
}

#[test]
fn a_wait_below_a_millisecond_does_not_spin() {
    let executor = Executor::new();
    executor.run(async {
        for micros in [1, 300, 999, 1500] {
            let turns = executor.turns();
            sleep(Duration::from_micros(micros)).await;
            assert!(executor.turns() - turns <= 2);
        }
    });
}

#[test]
fn an_idle_loop_does_not_turn() {
    let executor = Executor::new();
    executor.run(sleep(100 * MILLI));
    assert_eq!(executor.polls(), 2);
    assert!(executor.turns() <= 3);
}

#[test]
fn time_goes_on_between_the_runs_of_a_real_loop() {
    let executor = Executor::new();
    let first = executor.run(async { now() });
    thread::sleep(MILLI);
    assert!(executor.run(async { now() }) >= first + MILLI);
}

#[test]
fn elapsed_is_an_error_that_says_so() {
    let error: Box<dyn Error> = Box::new(Elapsed);
    assert!(error.to_string().contains("time"));
    assert_eq!(Elapsed, Elapsed.clone());
}

pub(super) const TENTH: Duration = Duration::from_millis(100);

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
fn wake_from_the_loops_own_thread_does_not_ring() {
    let executor = Executor::new();
    executor.run(async {
        for _ in 0..10 {
            yield_now().await;
            sleep(Duration::from_millis(1)).await;
        }
    });
    // A bell that rang for nobody would end a sleep: one turn more.
    assert_eq!(executor.turns(), 21);
}
