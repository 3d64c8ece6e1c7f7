//! What the stage clock promises.

use ground_up::stages::clock as stage;

use std::cell::RefCell;
use std::future::pending;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use stage::{Elapsed, Executor, now, sleep, spawn, timeout, yield_now};

const TENTH: Duration = Duration::from_millis(100);
const HOUR: Duration = Duration::from_secs(3600);

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
fn virtual_clock_stands_still_while_something_is_ready() {
    Executor::with_virtual_clock().run(async {
        let task = spawn(sleep(TENTH));
        for _ in 0..100 {
            yield_now().await;
            assert_eq!(now(), Duration::ZERO);
        }
        task.await.expect("no panic");
        assert_eq!(now(), TENTH);
    });
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

#[test]
fn value_wins_over_a_timeout_at_the_same_instant() {
    Executor::with_virtual_clock().run(async {
        assert_eq!(timeout(TENTH, sleep(TENTH)).await, Ok(()));
    });
}
