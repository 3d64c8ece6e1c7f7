//! What the page Generators as tasks says of the stage `round_robin`.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use how_await_works::stages::round_robin::{run, spawn, yield_now};

#[test]
fn tasks_take_turns_in_the_order_of_the_queue() {
    let log = Rc::new(RefCell::new(Vec::new()));
    for ferry in ["Gull", "Heron"] {
        let log = log.clone();
        spawn(async move {
            for car in 0..2 {
                log.borrow_mut().push((ferry, car));
                yield_now().await;
            }
        });
    }
    run();
    let expected =
        [("Gull", 0), ("Heron", 0), ("Gull", 1), ("Heron", 1)];
    assert_eq!(*log.borrow(), expected);
}

#[test]
fn future_that_waits_is_polled_in_every_round() {
    let polls = Rc::new(Cell::new(0));
    let free = Rc::new(Cell::new(false));
    let (counted, seen) = (polls.clone(), free.clone());
    spawn(poll_fn(move |_| {
        counted.set(counted.get() + 1);
        if seen.get() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }));
    spawn(async move {
        for _ in 0..5 {
            yield_now().await;
        }
        free.set(true);
    });
    run();
    assert_eq!(polls.get(), 7);
}
