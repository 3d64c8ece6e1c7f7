//! Where a loop runs, where none does, how it ends, what it tells.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::any::Any;
use std::cell::Cell;
use std::future::pending;
use std::io::Read;
use std::pin::pin;
use std::rc::Rc;
use std::task::Context;
use std::time::Duration;

use crate::common::{
    Log, OnDrop, SECOND, own_waker, pair, panic_of, plain_pair, value,
    virtually,
};
use futures::poll;
use futures::task::noop_waker;
use toy::trace::{Event, What};
use toy::{
    Async, Executor, Interest, Pool, now, sleep, spawn, timeout,
    yield_now,
};

/// The words that one poll panics with.
fn panic_of_poll<F: Future>(future: F) -> String {
    panic_of(|| {
        let waker = noop_waker();
        let mut cx = Context::from_waker(&waker);
        pin!(future).poll(&mut cx).is_ready()
    })
}

#[test]
fn running_inside_a_run_panics_and_the_outer_one_survives() {
    virtually(async {
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
fn running_inside_a_task_is_a_panic_of_that_task() {
    virtually(async {
        let task = spawn(async { Executor::new().run(async {}) });
        assert!(task.await.is_err());
    });
}

#[test]
fn a_loop_may_be_made_and_dropped_inside_a_run() {
    virtually(async {
        drop(Executor::new());
        sleep(SECOND).await;
        assert_eq!(now(), SECOND);
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
    virtually(async {
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
        virtually(yield_now());
    }
    assert_eq!(executor.run(async { 1 }), 1);
}

#[test]
fn loops_on_two_threads_do_not_meet() {
    let thread = std::thread::spawn(|| virtually(sleep(SECOND)));
    virtually(sleep(2 * SECOND));
    thread.join().expect("it does not panic");
}

#[test]
fn spawn_and_now_need_a_running_loop() {
    let words = panic_of(|| spawn(async {}));
    assert!(words.contains("running loop"), "{words}");
    let words = panic_of(now);
    assert!(words.contains("running loop"), "{words}");
    let _executor = Executor::new();
    assert!(panic_of(now).contains("running loop"), "none runs");
}

#[test]
fn the_first_polls_of_leaves_need_a_running_loop() {
    let (socket, _other) = plain_pair();
    let socket = Async::new(socket).expect("it is a socket");
    let pool = Pool::new(1);
    let polls = [
        panic_of_poll(sleep(SECOND)),
        panic_of_poll(timeout(SECOND, pending::<()>())),
        panic_of_poll(pool.run(|| ())),
        panic_of_poll(socket.ready(Interest::Read)),
        panic_of_poll(socket.with(Interest::Read, |_| Ok(()))),
    ];
    for words in polls {
        assert!(words.contains("running loop"), "{words}");
    }
}

#[test]
fn leaves_are_built_where_no_loop_runs() {
    let (socket, _other) = plain_pair();
    let socket = Async::new(socket).expect("it is a socket");
    let pool = Pool::new(1);
    let job = pool.run(|| "gull");
    let room = socket.ready(Interest::Write);
    let limited = timeout(SECOND, sleep(2 * SECOND));
    virtually(async {
        assert_eq!(job.await, "gull");
        room.await.expect("it can be written");
        assert!(limited.await.is_err());
        yield_now().await;
    });
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

/// All orders of so many things.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let Some(last) = count.checked_sub(1) else {
        return vec![Vec::new()];
    };
    let insert = |order: Vec<usize>| {
        (0..count).map(move |place| {
            let mut order = order.clone();
            order.insert(place, last);
            order
        })
    };
    orders(last).into_iter().flat_map(insert).collect()
}

#[test]
fn the_parts_of_a_loop_may_be_dropped_in_every_order() {
    for order in orders(6) {
        let drops = Rc::new(Cell::new(0));
        let (parts, mut other) = parts_of_a_loop(&drops);
        let mut parts = parts.map(Some);
        for place in order {
            parts[place] = None;
        }
        assert_eq!(drops.get(), 1);
        let end = other.read(&mut [0]);
        assert_eq!(end.expect("it was closed"), 0);
    }
}

/// An executor and all that can outlive it; and the other end of its
/// socket. The task in it counts its drop.
fn parts_of_a_loop(
    drops: &Rc<Cell<i32>>,
) -> ([Box<dyn Any>; 6], std::os::unix::net::UnixStream) {
    let executor = Executor::with_virtual_clock();
    let (socket, other) = plain_pair();
    let drops = drops.clone();
    let dropped = OnDrop(move || drops.set(drops.get() + 1));
    let parts = executor.run(async {
        let handle = spawn(async move {
            let _dropped = dropped;
            sleep(SECOND).await;
            pending::<()>().await;
        });
        let mut nap = Box::pin(sleep(SECOND));
        assert!(poll!(&mut nap).is_pending());
        let socket = Rc::new(Async::new(socket).expect("a socket"));
        let held = socket.clone();
        let mut wait =
            Box::pin(async move { held.ready(Interest::Read).await });
        assert!(poll!(&mut wait).is_pending());
        let pool = Pool::new(1);
        pool.run(|| ()).await;
        let waker = own_waker().await;
        (handle, nap, socket, wait, pool, waker)
    });
    let (handle, nap, socket, wait, pool, waker) = parts;
    let parts: [Box<dyn Any>; 6] = [
        Box::new(executor),
        Box::new(handle),
        Box::new(nap),
        Box::new((wait, socket)),
        Box::new(pool),
        Box::new(waker),
    ];
    (parts, other)
}

#[test]
fn a_loop_gives_its_descriptors_back() {
    let before = descriptors();
    for _ in 0..100 {
        let executor = Executor::new();
        let sockets = executor.run(async { pair() });
        drop((executor, sockets));
    }
    // Other tests of this process may hold some of theirs.
    assert!(descriptors() < before + 200);
}

/// The lowest number that is free.
fn descriptors() -> i32 {
    use std::os::fd::AsRawFd;
    let (one, _other) = plain_pair();
    one.as_raw_fd()
}

fn traced(log: &Log<Event>) -> Executor {
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
        assert!(line.file().ends_with("running.rs"));
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
fn the_tracer_hears_of_waits_for_sockets() {
    let log = Log::new();
    traced(&log).run(async {
        let (gull, heron) = pair();
        let reader = spawn(async move {
            let ready = heron.ready(Interest::Read).await;
            ready.expect("it can be read");
        });
        yield_now().await;
        sleep(SECOND).await;
        drop(gull);
        value(reader).await;
    });
    let told = log.take().into_iter().filter(|event| {
        matches!(
            event.what,
            What::SocketAwaited(_, Interest::Read)
                | What::SocketReady(_, Interest::Read)
        )
    });
    let told: Vec<_> = told.collect();
    assert!(matches!(told[0].what, What::SocketAwaited(..)));
    assert_eq!(told[0].task, Some(1));
    assert!(told[0].line.is_some());
    assert!(matches!(told[1].what, What::SocketReady(..)));
    assert_eq!(told.len(), 2);
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
