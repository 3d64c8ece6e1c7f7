//! Time that jumps, and whatever is told by it: from the stage `clock` on.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{pending, poll_fn, ready};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use super::common::{
    Log, OnDrop, SECOND, counted, own_waker, panic_of, value,
};
use super::run;
use super::stage::{
    Elapsed, Executor, Sleep, now, sleep, spawn, timeout, yield_now,
};
use super::tasks::{Carrying, wake_elsewhere};
use super::timers::{MILLI, TENTH};
use futures::{FutureExt, future, poll};
use toy::trace::{Event, What};

thread_local! {
    static OTHER: RefCell<Option<Pin<Box<Sleep>>>> =
        const { RefCell::new(None) };
}

#[test]
fn running_inside_a_run_panics_and_the_outer_one_survives() {
    run(async {
        let bystander = spawn(sleep(2 * SECOND));
        let words = panic_of(|| Executor::new().run(async {}));
        assert!(words.contains("inside a run"), "{words}");
        sleep(SECOND).await;
        value(bystander).await;
        assert_eq!(now(), 2 * SECOND);
    });
}

#[test]
fn running_a_loop_inside_its_own_run_panics_and_it_survives() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let words = panic_of(|| executor.run(async {}));
        assert!(words.contains("inside a run"), "{words}");
        sleep(SECOND).await;
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_loop_may_be_made_and_dropped_inside_a_run() {
    run(async {
        drop(Executor::new());
        sleep(SECOND).await;
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn loops_on_two_threads_do_not_meet() {
    let thread = std::thread::spawn(|| run(sleep(SECOND)));
    run(sleep(2 * SECOND));
    thread.join().expect("it does not panic");
}

#[test]
fn polls_and_turns_are_counted() {
    let executor = Executor::with_virtual_clock();
    assert_eq!((executor.polls(), executor.turns()), (0, 0));
    executor.run(async {
        assert_eq!((executor.polls(), executor.turns()), (1, 1));
        let task = spawn(yield_now());
        value(task).await;
    });
    // Main twice, the task twice; main, task, task, main.
    assert_eq!((executor.polls(), executor.turns()), (4, 4));
}

pub(super) fn traced(log: &Log<Event>) -> Executor {
    let log = log.clone();
    Executor::with_virtual_clock().traced(move |event| log.add(event))
}

#[test]
fn the_tracer_hears_a_small_story_in_its_order() {
    let log = Log::new();
    traced(&log).run(async {
        let gull = spawn(sleep(SECOND));
        value(gull).await;
    });
    let story: Vec<_> =
        log.take().iter().map(|e| (e.what, e.task, e.by)).collect();
    let (main, gull) = (Some(0), Some(1));
    let told = [
        (What::Spawned, main, None),
        (What::Turn(1), None, None),
        (What::Polled, main, main),
        (What::Spawned, gull, main),
        (What::Parked, main, main),
        (What::Turn(1), None, None),
        (What::Polled, gull, gull),
        (What::TimerSet(SECOND), gull, gull),
        (What::Parked, gull, gull),
        (What::Idle(Some(Duration::ZERO)), None, None),
        (What::Jumped(SECOND), None, None),
        (What::TimerFired(SECOND), None, None),
        (What::Woken, gull, None),
        (What::Turn(1), None, None),
        (What::Polled, gull, gull),
        (What::Woken, main, gull),
        (What::Ended, gull, gull),
        (What::Turn(1), None, None),
        (What::Polled, main, main),
        (What::Ended, main, main),
    ];
    assert_eq!(story[..told.len()], told);
}

#[test]
fn the_tracer_names_the_lines_of_the_program() {
    let log = Log::new();
    let first = line!() + 1;
    traced(&log).run(async {
        let gull = spawn(async {
            sleep(SECOND).await;
        });
        value(gull).await;
    });
    let lines = log.take().into_iter().filter_map(|event| {
        let line = event.line?;
        assert!(line.file().ends_with("clock.rs"));
        Some((event.what, line.line() - first))
    });
    let told = [
        (What::Spawned, 0),
        (What::Spawned, 1),
        (What::TimerSet(SECOND), 2),
    ];
    assert_eq!(lines.collect::<Vec<_>>(), told);
}

#[test]
fn the_tracer_hears_of_a_sleep_that_is_dropped() {
    let log = Log::new();
    traced(&log).run(async {
        let late = timeout(SECOND, sleep(3 * SECOND)).await;
        assert!(late.is_err());
    });
    let dropped = log.take().into_iter().filter_map(|e| match e.what {
        What::TimerDropped(deadline) => Some((deadline, e.task)),
        _ => None,
    });
    assert_eq!(dropped.collect::<Vec<_>>(), [(3 * SECOND, Some(0))]);
}

#[test]
fn nobody_has_the_turn_after_main_has_panicked() {
    let log = Log::new();
    let executor = traced(&log);
    panic_of(|| executor.run(async { panic!("aground") }));
    log.take();
    executor.run(yield_now());
    let first = log.take().remove(0);
    assert_eq!((first.what, first.by), (What::Spawned, None));
}

#[test]
fn tasks_spawned_while_the_loop_is_dropped_have_numbers_of_their_own() {
    let log = Log::new();
    let executor = traced(&log);
    executor.run(async {
        let spawns = OnDrop(|| drop(spawn(async {})));
        spawn(async move {
            let _spawns = spawns;
            pending::<()>().await;
        });
    });
    drop(executor);
    let spawned = log.take().into_iter().filter_map(|event| {
        (event.what == What::Spawned).then_some(event.task)
    });
    let numbers = [Some(0), Some(1), Some(2)];
    assert_eq!(spawned.collect::<Vec<_>>(), numbers);
}

#[test]
fn a_loop_has_one_tracer() {
    let executor = traced(&Log::new());
    assert!(panic_of(|| executor.traced(|_| ())).contains("tracer"));
}

#[test]
fn the_tracer_hears_once_that_main_has_ended() {
    let log = Log::new();
    let executor = traced(&log);
    executor.run(async {});
    executor.run(async {});
    let ends = log.take().into_iter().filter(|event| {
        (event.what, event.task) == (What::Ended, Some(0))
    });
    assert_eq!(ends.count(), 1);
}

#[test]
fn a_panic_that_nobody_joins_hurts_nobody() {
    run(async {
        drop(spawn(async { panic!("aground") }));
        sleep(SECOND).await;
    });
}

#[test]
fn a_value_that_nobody_takes_may_panic_when_dropped() {
    run(async {
        drop(spawn(async { OnDrop(|| panic!("aground")) }));
        sleep(SECOND).await;
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
fn who_asked_last_is_woken_by_the_end_of_a_task() {
    run(async {
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
fn wakes_before_the_next_poll_are_one() {
    run(async {
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
fn a_task_has_the_same_waker_at_every_poll() {
    run(async {
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
fn a_stale_waker_never_wakes_a_stranger() {
    run(async {
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
    run(async {
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
    run(async {
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
    run(async {
        let log = Log::new();
        sleepers(&log, &[("gull", 3), ("heron", 1), ("tern", 2)]);
        sleep(4 * SECOND).await;
        assert_eq!(log.take(), ["heron", "tern", "gull"]);
    });
}

#[test]
fn ties_end_in_the_order_in_which_they_were_set() {
    run(async {
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
    run(async {
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
    run(async {
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
    run(sleep(3600 * SECOND));
    assert!(begun.elapsed() < 60 * SECOND);
}

#[test]
fn a_thread_that_the_loop_does_not_know_holds_no_virtual_clock() {
    let (end, ended) = mpsc::channel::<()>();
    run(async {
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
    run(async {
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
    run(async {
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
fn a_sleep_counts_from_its_first_poll() {
    run(async {
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
    run(async {
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
    run(async {
        future::join(sleep(2 * SECOND), sleep(3 * SECOND)).await;
        assert_eq!(now(), 3 * SECOND);
    });
}

#[test]
fn a_timeout_gives_the_value_that_comes_in_time() {
    run(async {
        let in_time = sleep(SECOND).map(|()| "gull");
        assert_eq!(timeout(2 * SECOND, in_time).await, Ok("gull"));
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_timeout_ends_what_is_late() {
    run(async {
        let late = timeout(SECOND, sleep(2 * SECOND)).await;
        assert_eq!(late, Err(Elapsed));
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_timeout_asks_the_future_first() {
    run(async {
        let turns = timeout(Duration::ZERO, ready("gull")).await;
        assert_eq!(turns, Ok("gull"));
    });
}

#[test]
fn a_value_wins_over_the_deadline_at_the_same_instant() {
    run(async {
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
    run(async {
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
    run(async {
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
fn time_stands_still_between_the_runs_of_a_virtual_loop() {
    let executor = Executor::with_virtual_clock();
    executor.run(sleep(SECOND));
    assert_eq!(executor.run(async { now() }), SECOND);
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
    run(async {
        let _first = sleep_then(SECOND, || drop(OTHER.take()));
        let second = sleep_then(SECOND, || panic!("it was dropped"));
        OTHER.set(Some(second));
        sleep(2 * SECOND).await;
        assert!(OTHER.take().is_none());
    });
}

#[test]
fn the_waker_of_a_sleep_can_set_another() {
    run(async {
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
    run(async {
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
    run(async {
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

pub(super) const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn virtual_hour_takes_no_time_and_ends_on_the_dot() {
    let start = Instant::now();
    Executor::with_virtual_clock().run(async {
        assert_eq!(now(), Duration::ZERO);
        sleep(HOUR).await;
        assert_eq!(now(), HOUR);
    });
    assert!(start.elapsed() < HOUR);
}

#[test]
fn thirty_virtual_tenths_are_exactly_three_seconds() {
    Executor::with_virtual_clock().run(async {
        for _ in 0..30 {
            sleep(TENTH).await;
        }
        assert_eq!(now(), Duration::from_secs(3));
    });
}

#[test]
fn timers_fire_by_deadline_and_ties_in_the_order_set() {
    let log = Rc::new(RefCell::new(Vec::new()));
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        for (name, tenths) in [("A", 2), ("B", 1), ("C", 2), ("D", 1)] {
            let log = log.clone();
            spawn(async move {
                sleep(TENTH * tenths).await;
                log.borrow_mut().push(name);
            });
        }
        sleep(TENTH * 3).await;
    });
    assert_eq!(log.borrow().join(""), "BDAC");
    // The start, the tasks' start, and one turn for each instant.
    assert_eq!(executor.turns(), 5);
}

#[test]
fn virtual_clock_without_a_deadline_waits_for_a_wake() {
    let (done, told) = futures::channel::oneshot::channel();
    let other = thread::spawn(move || {
        thread::sleep(TENTH / 10);
        done.send(7).expect("main waits");
    });
    let told = Executor::with_virtual_clock().run(told);
    assert_eq!(told, Ok(7));
    other.join().expect("no panic");
}

#[test]
fn virtual_timeout_ends_on_the_dot() {
    Executor::with_virtual_clock().run(async {
        let stuck = timeout(HOUR, pending::<()>());
        assert_eq!(stuck.await, Err(Elapsed));
        assert_eq!(now(), HOUR);
    });
}
