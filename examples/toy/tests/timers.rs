//! Sleeps, timeouts and the two clocks.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::error::Error;
use std::future::{pending, poll_fn, ready};
use std::os::fd::AsFd;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::{
    Log, OnDrop, SECOND, own_waker, pair, park, value, virtually,
};
use futures::{FutureExt, future, poll};
use toy::{
    Elapsed, Executor, Interest, Sleep, now, sleep, spawn, timeout,
    yield_now,
};

const MILLI: Duration = Duration::from_millis(1);

/// Tasks that sleep so many seconds and then give their name.
fn sleepers(log: &Log, sleepers: &[(&'static str, u32)]) {
    for &(name, seconds) in sleepers {
        let log = log.clone();
        spawn(async move {
            sleep(seconds * SECOND).await;
            log.add(name);
        });
    }
}

#[test]
fn sleeps_end_in_the_order_of_their_deadlines() {
    virtually(async {
        let log = Log::new();
        sleepers(&log, &[("gull", 3), ("heron", 1), ("tern", 2)]);
        sleep(4 * SECOND).await;
        assert_eq!(log.take(), ["heron", "tern", "gull"]);
    });
}

#[test]
fn ties_end_in_the_order_in_which_they_were_set() {
    virtually(async {
        let log = Log::new();
        sleepers(&log, &[("gull", 2), ("heron", 2), ("tern", 2)]);
        sleep(SECOND).await;
        sleepers(&log, &[("late", 1)]);
        sleep(2 * SECOND).await;
        assert_eq!(log.take(), ["gull", "heron", "tern", "late"]);
    });
}

#[test]
fn all_due_at_one_instant_are_woken_in_one_turn() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let log = Log::new();
        sleepers(&log, &[("gull", 1); 100]);
        yield_now().await;
        let turns = executor.turns();
        // The last of the hundred and one that are due.
        sleep(SECOND).await;
        assert_eq!(executor.turns() - turns, 1);
        assert_eq!(log.len(), 100);
    });
}

#[test]
fn the_virtual_clock_jumps_exactly_to_the_next_deadline() {
    virtually(async {
        assert_eq!(now(), Duration::ZERO);
        let odd = Duration::from_nanos(1_234_567_891);
        sleep(odd).await;
        assert_eq!(now(), odd);
        for _ in 0..30 {
            sleep(100 * MILLI).await;
        }
        assert_eq!(now(), odd + 3 * SECOND);
    });
}

#[test]
fn the_virtual_clock_stands_still_while_something_is_ready() {
    virtually(async {
        let task = spawn(sleep(SECOND));
        for _ in 0..1000 {
            yield_now().await;
        }
        assert_eq!(now(), Duration::ZERO);
        value(task).await;
    });
}

#[test]
fn the_virtual_clock_lets_no_time_pass_in_the_world() {
    let begun = Instant::now();
    virtually(sleep(3600 * SECOND));
    assert!(begun.elapsed() < 60 * SECOND);
}

#[test]
fn the_virtual_clock_holds_while_a_socket_is_ready() {
    virtually(async {
        let (gull, heron) = pair();
        let reader = spawn(async move {
            heron.ready(Interest::Read).await.expect("it can be read");
            now()
        });
        spawn(async move {
            let sent = rustix::net::send(
                gull.get().as_fd(),
                b"ahoy",
                rustix::net::SendFlags::empty(),
            );
            sent.expect("there is room");
            sleep(SECOND).await;
        });
        assert_eq!(value(reader).await, Duration::ZERO);
    });
}

#[test]
fn a_thread_that_the_loop_does_not_know_holds_no_virtual_clock() {
    let (end, ended) = mpsc::channel::<()>();
    virtually(async {
        let waker = own_waker().await;
        let thread = thread::spawn(move || {
            let _ = ended.recv();
            waker.wake();
        });
        let late = timeout(SECOND, pending::<()>()).await;
        assert_eq!(late, Err(Elapsed));
        drop(end);
        thread.join().expect("a wake does not panic");
    });
}

#[test]
fn a_dropped_sleep_leaves_nothing_behind() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        for _ in 0..100 {
            let mut dropped = Box::pin(sleep(SECOND));
            assert!(poll!(&mut dropped).is_pending());
        }
        let (turns, polls) = (executor.turns(), executor.polls());
        sleep(2 * SECOND).await;
        assert_eq!(executor.turns() - turns, 1);
        assert_eq!(executor.polls() - polls, 1);
        assert_eq!(now(), 2 * SECOND);
    });
}

#[test]
fn a_sleep_of_an_aborted_task_moves_no_clock() {
    virtually(async {
        let task = spawn(sleep(SECOND));
        yield_now().await;
        task.abort();
        sleep(3 * SECOND).await;
        assert_eq!(now(), 3 * SECOND);
    });
}

#[test]
fn a_sleep_that_has_come_to_another_task_wakes_that_one() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let mut moved = Box::pin(sleep(SECOND));
        assert!(poll!(&mut moved).is_pending());
        let polls = executor.polls();
        value(spawn(moved)).await;
        assert_eq!(now(), SECOND);
        // Two of the task, one of main.
        assert_eq!(executor.polls() - polls, 3);
    });
}

#[test]
fn a_sleep_that_moved_keeps_its_place_among_ties() {
    virtually(async {
        let log = Log::new();
        let mut moved = Box::pin(sleep(SECOND));
        assert!(poll!(&mut moved).is_pending());
        sleepers(&log, &[("second", 1)]);
        yield_now().await;
        let inner = log.clone();
        spawn(moved.map(move |()| inner.add("first")));
        sleep(2 * SECOND).await;
        assert_eq!(log.take(), ["first", "second"]);
    });
}

#[test]
fn sleep_zero_yields_exactly_once() {
    virtually(async {
        let log = Log::new();
        let inner = log.clone();
        spawn(async move {
            inner.add("other");
            yield_now().await;
            inner.add("other again");
        });
        let mut polls = 0;
        let mut zero = pin!(sleep(Duration::ZERO));
        poll_fn(|cx| {
            polls += 1;
            zero.as_mut().poll(cx)
        })
        .await;
        assert_eq!((polls, log.take()), (2, vec!["other"]));
        assert_eq!(now(), Duration::ZERO);
    });
}

#[test]
fn yield_now_lets_every_ready_task_have_a_turn() {
    virtually(async {
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
fn a_sleep_may_be_longer_than_time_itself() {
    for executor in [Executor::new(), Executor::with_virtual_clock()] {
        executor.run(async {
            yield_now().await;
            let mut ever = pin!(sleep(Duration::MAX));
            assert!(poll!(ever.as_mut()).is_pending());
            let century = 100 * 365 * 24 * 3600 * SECOND;
            let mut long = pin!(sleep(century));
            assert!(poll!(long.as_mut()).is_pending());
            sleep(MILLI).await;
            assert!(poll!(ever).is_pending());
        });
    }
}

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
fn a_sleep_counts_from_its_first_poll() {
    virtually(async {
        let built = sleep(SECOND);
        sleep(5 * SECOND).await;
        built.await;
        assert_eq!(now(), 6 * SECOND);
    });
}

#[test]
fn a_sleep_is_built_without_a_loop() {
    let built = sleep(SECOND);
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        built.await;
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_woken_sleeper_sleeps_on() {
    virtually(async {
        let mut nap = pin!(sleep(SECOND));
        let wakes = async {
            for _ in 0..3 {
                sleep(100 * MILLI).await;
            }
        };
        future::join(nap.as_mut(), wakes).await;
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn two_sleeps_in_one_task_pass_together() {
    virtually(async {
        future::join(sleep(2 * SECOND), sleep(3 * SECOND)).await;
        assert_eq!(now(), 3 * SECOND);
    });
}

#[test]
fn a_timeout_gives_the_value_that_comes_in_time() {
    virtually(async {
        let in_time = sleep(SECOND).map(|()| "gull");
        assert_eq!(timeout(2 * SECOND, in_time).await, Ok("gull"));
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_timeout_ends_what_is_late() {
    virtually(async {
        let late = timeout(SECOND, sleep(2 * SECOND)).await;
        assert_eq!(late, Err(Elapsed));
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_timeout_asks_the_future_first() {
    virtually(async {
        let turns = timeout(Duration::ZERO, ready("gull")).await;
        assert_eq!(turns, Ok("gull"));
    });
}

#[test]
fn a_value_wins_over_the_deadline_at_the_same_instant() {
    virtually(async {
        // The deadline is set after the sleep, and woken with it.
        let value = timeout(SECOND, sleep(SECOND)).await;
        assert_eq!(value, Ok(()));
        // Here it is set before it, and still asked after it.
        let mut deadline = pin!(timeout(
            SECOND,
            poll_fn(|_| match now() < 2 * SECOND {
                true => Poll::Pending,
                false => Poll::Ready("gull"),
            })
        ));
        assert_eq!(deadline.as_mut().await, Ok("gull"));
    });
}

#[test]
fn a_timeout_drops_its_future_before_it_resolves() {
    virtually(async {
        let log = Log::new();
        for late in [false, true] {
            let inner = log.clone();
            let dropped = OnDrop(move || inner.add("dropped"));
            let mut limited = Box::pin(timeout(SECOND, async move {
                let _dropped = dropped;
                sleep(if late { 2 * SECOND } else { SECOND / 2 }).await;
            }));
            let result = (&mut limited).await;
            assert_eq!(result.is_err(), late);
            assert_eq!(log.take(), ["dropped"]);
        }
    });
}

#[test]
fn a_timeout_that_is_dropped_leaves_nothing_behind() {
    virtually(async {
        let shared = Rc::new(());
        let held = shared.clone();
        let limited = timeout(SECOND, async move {
            let _held = held;
            pending::<()>().await;
        });
        let mut limited = Box::pin(limited);
        assert!(poll!(&mut limited).is_pending());
        drop(limited);
        assert_eq!(Rc::strong_count(&shared), 1);
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
fn time_stands_still_between_the_runs_of_a_virtual_loop() {
    let executor = Executor::with_virtual_clock();
    executor.run(sleep(SECOND));
    assert_eq!(executor.run(async { now() }), SECOND);
}

thread_local! {
    static OTHER: RefCell<Option<Pin<Box<Sleep>>>> =
        const { RefCell::new(None) };
}

/// A waker that does something of its own.
struct OnWake(fn());

impl Wake for OnWake {
    fn wake(self: Arc<OnWake>) {
        (self.0)();
    }
}

/// A sleep whose waker does that.
fn sleep_then(duration: Duration, on_wake: fn()) -> Pin<Box<Sleep>> {
    let waker = Waker::from(Arc::new(OnWake(on_wake)));
    polled_with(&waker, duration)
}

fn polled_with(waker: &Waker, duration: Duration) -> Pin<Box<Sleep>> {
    let mut polled = Box::pin(sleep(duration));
    let mut cx = Context::from_waker(waker);
    assert!(polled.as_mut().poll(&mut cx).is_pending());
    polled
}

#[test]
fn a_sleep_that_the_waker_of_another_drops_wakes_nobody() {
    virtually(async {
        let _first = sleep_then(SECOND, || drop(OTHER.take()));
        let second = sleep_then(SECOND, || panic!("it was dropped"));
        OTHER.set(Some(second));
        sleep(2 * SECOND).await;
        assert!(OTHER.take().is_none());
    });
}

#[test]
fn the_waker_of_a_sleep_can_set_another() {
    virtually(async {
        let _first = sleep_then(SECOND, || {
            let second = sleep_then(SECOND, || {
                assert_eq!(now(), 2 * SECOND);
                drop(OTHER.take());
            });
            OTHER.set(Some(second));
        });
        sleep(3 * SECOND).await;
        assert!(OTHER.take().is_none());
    });
}

#[test]
fn the_virtual_clock_reaches_the_end_of_time() {
    virtually(async {
        let ever = spawn(sleep(Duration::MAX));
        sleep(SECOND).await;
        assert_eq!(now(), SECOND);
        value(ever).await;
        assert_eq!(now(), Duration::MAX);
    });
}

#[test]
fn a_sleep_that_is_put_off_ends_at_its_last_deadline() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let mut put_off = Box::pin(sleep(2 * SECOND));
        for _ in 0..100 {
            assert!(poll!(&mut put_off).is_pending());
            sleep(SECOND).await;
            put_off.set(sleep(2 * SECOND));
        }
        let polls = executor.polls();
        put_off.await;
        assert_eq!(now(), 102 * SECOND);
        assert_eq!(executor.polls() - polls, 1);
    });
}

type Fired = Arc<Mutex<Vec<usize>>>;

/// A waker that notes its number.
struct Noted(usize, Fired);

impl Wake for Noted {
    fn wake(self: Arc<Noted>) {
        self.1.lock().expect("one thread").push(self.0);
    }
}

/// Numbers below a bound, the same in each run: xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    /// Of nanoseconds or of hours, and equal ones now and then.
    fn duration(&mut self) -> Duration {
        let digits = self.below(14) as u32;
        Duration::from_nanos(self.below(10) * 10_u64.pow(digits))
    }
}

#[test]
fn sleeps_set_and_dropped_at_random_fire_as_in_an_ordered_map() {
    let fired = Fired::default();
    let mut dice = Dice(2026);
    virtually(async {
        let mut model = BTreeMap::new();
        for number in 0..100_000 {
            let duration = dice.duration();
            let until = now() + duration;
            match dice.below(20) {
                0..12 => {
                    let noted = Noted(number, fired.clone());
                    let waker = Waker::from(Arc::new(noted));
                    let set = polled_with(&waker, duration);
                    model.insert((until, number), set);
                }
                12..19 if !model.is_empty() => {
                    let from = (until, 0);
                    let near = model.range(from..).next();
                    let near = near.or(model.first_key_value());
                    let key = near.map(|(key, _)| *key);
                    model.remove(&key.expect("one is there"));
                }
                _ => {
                    sleep(duration).await;
                    assert_eq!(now(), until);
                    let later = model.split_off(&(until, number));
                    let due = std::mem::replace(&mut model, later);
                    let due = due.into_keys().map(|(_, it)| it);
                    let fired: Vec<_> =
                        fired.lock().expect("one thread").split_off(0);
                    assert_eq!(fired, due.collect::<Vec<_>>());
                }
            }
        }
    });
}

#[test]
fn a_sleep_goes_on_in_the_next_run() {
    let executor = Executor::with_virtual_clock();
    let task = executor.run(async {
        let task = spawn(sleep(SECOND));
        yield_now().await;
        task
    });
    executor.run(async { value(task).await });
    assert_eq!(executor.run(async { now() }), SECOND);
}

#[test]
fn elapsed_is_an_error_that_says_so() {
    let error: Box<dyn Error> = Box::new(Elapsed);
    assert!(error.to_string().contains("time"));
    assert_eq!(Elapsed, Elapsed.clone());
}
