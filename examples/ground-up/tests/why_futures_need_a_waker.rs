//! What the loop of requests cannot do, and the loop of wakers can.

use std::cell::RefCell;
use std::panic::catch_unwind;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

use futures::channel::oneshot;
use futures::join;
use ground_up::stages::{block_on, clock};
use how_await_works::stages::traps;
use how_await_works::{now, start_virtual_clock};

const SECOND: Duration = Duration::from_secs(1);

/// When each of two sleeps ends that are joined in one task, in seconds.
fn joined_on_traps(first: u32, second: u32) -> Vec<(u32, u64)> {
    start_virtual_clock();
    let ends = Rc::new(RefCell::new(Vec::new()));
    let log = ends.clone();
    let wait = async move |seconds| {
        traps::sleep(SECOND * seconds).await;
        log.borrow_mut().push((seconds, now().as_secs()));
    };
    traps::spawn(async move {
        join!(wait(first), wait(second));
    });
    traps::run();
    ends.take()
}

#[test]
fn request_left_last_wakes_both_waits_of_a_task() {
    assert_eq!(joined_on_traps(2, 1), [(2, 1), (1, 1)]);
}

#[test]
fn request_left_first_is_lost() {
    assert_eq!(joined_on_traps(1, 2), [(1, 2), (2, 2)]);
}

#[test]
fn two_tasks_leave_a_request_each() {
    start_virtual_clock();
    let ends = Rc::new(RefCell::new(Vec::new()));
    for seconds in [2, 1] {
        let log = ends.clone();
        traps::spawn(async move {
            traps::sleep(SECOND * seconds).await;
            log.borrow_mut().push((seconds, now().as_secs()));
        });
    }
    traps::run();
    assert_eq!(*ends.borrow(), [(1, 1), (2, 2)]);
}

#[test]
fn future_that_leaves_no_request_stops_the_loop() {
    let ended = catch_unwind(|| {
        let (_ship, signal) = oneshot::channel::<()>();
        traps::spawn(async move { assert!(signal.await.is_ok()) });
        traps::run();
    });
    let message = ended.expect_err("the loop cannot wait");
    let message = message.downcast_ref::<&str>();
    assert_eq!(message, Some(&"a task waits and left no request"));
}

#[test]
fn joined_waits_keep_a_waker_each() {
    let ends = RefCell::new(Vec::new());
    clock::Executor::with_virtual_clock().run(async {
        let wait = async |seconds| {
            clock::sleep(SECOND * seconds).await;
            ends.borrow_mut().push((seconds, clock::now().as_secs()));
        };
        join!(wait(2), wait(1));
    });
    assert_eq!(*ends.borrow(), [(1, 1), (2, 2)]);
}

#[test]
fn thread_that_finishes_wakes_a_parked_task() {
    let (ship, signal) = oneshot::channel();
    let (looks, parked) = std::sync::mpsc::channel();
    thread::spawn(move || parked.recv().map(|()| ship.send("a ship")));
    let keeper = async {
        looks.send(()).expect("the thread waits");
        signal.await
    };
    assert_eq!(block_on::block_on(keeper), Ok("a ship"));
}
