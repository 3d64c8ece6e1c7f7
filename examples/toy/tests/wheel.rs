//! Timers in lists by the digits of their deadlines: from the stage
//! `wheel` on.

use std::pin::{Pin, pin};
use std::time::Duration;

use super::common::{Log, SECOND};
use super::run;
use super::stage::{Pool, Sleep, now, sleep, spawn, yield_now};
use futures::{FutureExt, poll};

/// A power of 64 in nanoseconds is where a digit of a deadline begins.
fn around_powers_of_64() -> impl Iterator<Item = Duration> {
    let powers = (1..10).map(|digit| 1u64 << (6 * digit));
    let around = powers.flat_map(|it| {
        [
            it - 1,
            it,
            it + 1,
            it + it / 2,
            2 * it - 1,
            2 * it,
            2 * it + 1,
        ]
    });
    around.map(Duration::from_nanos)
}

/// A sleep that has been polled once.
fn set(duration: Duration) -> Pin<Box<Sleep>> {
    let mut set = Box::pin(sleep(duration));
    assert!(set.as_mut().now_or_never().is_none());
    set
}

#[test]
fn sleeps_on_both_sides_of_each_digit_end_at_their_times_in_order() {
    run(async {
        let log = Log::new();
        let mut all: Vec<_> = around_powers_of_64().collect();
        all.reverse();
        for duration in all {
            let log = log.clone();
            spawn(async move {
                sleep(duration).await;
                assert_eq!(now(), duration);
                log.add(duration);
            });
        }
        sleep(Duration::from_secs(1 << 31)).await;
        assert!(log.take().into_iter().eq(around_powers_of_64()));
    });
}

#[test]
fn sleeps_with_one_deadline_end_in_the_order_set_from_near_and_far() {
    run(async {
        let log = Log::new();
        let end = Duration::from_nanos(1 << 40);
        let mut distances: Vec<_> = around_powers_of_64().collect();
        distances.retain(|it| *it < end);
        distances.reverse();
        let count = distances.len();
        for (number, distance) in distances.into_iter().enumerate() {
            sleep(end - distance - now()).await;
            let log = log.clone();
            spawn(async move {
                sleep(distance).await;
                assert_eq!(now(), end);
                log.add(number);
            });
            yield_now().await;
        }
        sleep(SECOND).await;
        assert!(log.take().into_iter().eq(0..count));
    });
}

#[test]
fn a_sleep_dropped_at_either_end_of_a_list_leaves_the_others() {
    for dropped in 0..3 {
        run(async {
            let begin = now();
            // In one list: they differ in their lowest digit only.
            let far = Duration::from_nanos(1 << 30);
            let nano = Duration::from_nanos(1);
            let mut sleeps: Vec<_> =
                (0..3).map(|it| set(far + it * nano)).collect();
            drop(sleeps.remove(dropped));
            let left = (0..3).filter(|it| *it as usize != dropped);
            for (sleep, number) in sleeps.into_iter().zip(left) {
                sleep.await;
                assert_eq!(now() - begin, far + number * nano);
            }
        });
    }
}

#[test]
fn the_clock_jumps_to_the_next_deadline_after_the_first_is_dropped() {
    run(async {
        let mut first = pin!(set(SECOND));
        let second = set(2 * SECOND);
        let third = set(3 * SECOND);
        // The loop has looked for its first deadline.
        sleep(SECOND / 2).await;
        assert!(poll!(first.as_mut()).is_pending());
        first.set(second);
        first.await;
        assert_eq!(now(), 2 * SECOND);
        third.await;
        assert_eq!(now(), 3 * SECOND);
    });
}

#[test]
fn a_sleep_set_between_two_others_is_the_next_to_end() {
    run(async {
        let far = set(9 * SECOND);
        // Until the thread is done, the loop sleeps, and knows its
        // first deadline.
        Pool::new(1).run(|| ()).await;
        let between = set(SECOND);
        between.await;
        assert_eq!(now(), SECOND);
        far.await;
        assert_eq!(now(), 9 * SECOND);
    });
}
