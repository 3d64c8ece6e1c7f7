//! Wakes that take no lock: from the stage `mailbox` on.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::thread;

use super::common::{Log, own_waker, park, value};
use super::stage::{Async, Executor, Interest, spawn, yield_now};
use toy::trace::What;

#[test]
fn at_most_64_polls_lie_between_two_looks_at_the_sockets() {
    const TASKS: u32 = 1_000;
    let polled_since = Rc::new(Cell::new(None));
    let seen = Rc::new(Cell::new(0));
    let (since, longest) = (polled_since.clone(), seen.clone());
    let executor =
        Executor::new().traced(move |event| match event.what {
            What::Polled => {
                since.set(since.get().map(|polls: u32| polls + 1));
            }
            What::SocketReady(_, Interest::Read) => {
                if let Some(polls) = since.take() {
                    longest.set(longest.get().max(polls));
                }
            }
            _ => {}
        });
    executor.run(async {
        let (mut near, far) = UnixStream::pair().expect("two sockets");
        let far = Async::new(far).expect("the loop watches it");
        yield_now().await;
        for turns in 0..100 {
            // A different number of polls lies before the byte each time.
            for _ in 0..turns {
                spawn(async {}).await.expect("it ends");
            }
            near.write_all(b"!").expect("there is room");
            polled_since.set(Some(0));
            let busy: Vec<_> =
                (0..TASKS).map(|_| spawn(async {})).collect();
            for task in busy {
                task.await.expect("it ends");
            }
            assert_eq!(
                polled_since.get(),
                None,
                "a look came meanwhile"
            );
        }
        drop(far);
    });
    assert!((1..=64).contains(&seen.get()), "{} polls", seen.get());
}

#[test]
fn a_wake_from_the_loops_own_thread_is_in_the_queue_at_once() {
    let (woken, idle) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (count_woken, count_idle) = (woken.clone(), idle.clone());
    let executor =
        Executor::new().traced(move |event| match event.what {
            What::Woken => count_woken.set(count_woken.get() + 1),
            What::Idle(_) => count_idle.set(count_idle.get() + 1),
            _ => {}
        });
    executor.run(async {
        let waker = Rc::new(RefCell::new(None));
        let kept = waker.clone();
        let parked = spawn(async move {
            *kept.borrow_mut() = Some(own_waker().await);
            pending::<()>().await;
        });
        yield_now().await;
        let waker = waker.take().expect("the task has had a turn");
        for _ in 0..1_000 {
            let before = woken.get();
            waker.wake_by_ref();
            // No look at the inbox lies between.
            assert_eq!(woken.get(), before + 1);
            yield_now().await;
        }
        parked.abort();
    });
    // The bell is rung for a loop that sleeps: this one never did.
    assert_eq!(idle.get(), 0);
}

#[test]
fn a_wake_from_another_thread_comes_after_those_of_the_own_one() {
    Executor::new().run(async {
        let log = Log::new();
        let wakers = Rc::new(RefCell::new(Vec::new()));
        let tasks = ["thread", "own"].map(|name| {
            let (log, wakers) = (log.clone(), wakers.clone());
            spawn(async move {
                let waker = own_waker().await;
                wakers.borrow_mut().push(waker);
                park().await;
                log.add(name);
            })
        });
        yield_now().await;
        let own = wakers.borrow_mut().pop().expect("both are parked");
        let other = wakers.borrow_mut().pop().expect("both are parked");
        let thread = thread::spawn(move || other.wake());
        thread.join().expect("it wakes");
        own.wake();
        for task in tasks {
            value(task).await;
        }
        assert_eq!(log.take(), ["own", "thread"]);
    });
}

#[test]
fn a_wake_from_another_thread_is_seen_after_64_polls() {
    let executor = Executor::new();
    executor.run(async {
        let woken = Rc::new(Cell::new(false));
        let seen = woken.clone();
        let waker = Rc::new(RefCell::new(None));
        let kept = waker.clone();
        let task = spawn(async move {
            *kept.borrow_mut() = Some(own_waker().await);
            park().await;
            seen.set(true);
        });
        yield_now().await;
        let waker = waker.take().expect("the task has had a turn");
        let thread = thread::spawn(move || waker.wake());
        thread.join().expect("it wakes");
        let polls = executor.polls();
        // The queue never gets empty, so that the loop never sleeps.
        while !woken.get() {
            yield_now().await;
            let since = executor.polls() - polls;
            assert!(since <= 64 + 2, "{since} polls");
        }
        value(task).await;
    });
}
