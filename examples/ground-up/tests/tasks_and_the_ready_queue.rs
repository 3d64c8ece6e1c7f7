//! What a tracer of the stage tasks hears, and what it does not.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::thread;

use ground_up::stages::tasks::Executor;
use toy::trace::What;

/// How often the tracer hears of a wake that comes during a poll, from
/// this thread or from another one.
fn wakes_heard(elsewhere: bool) -> usize {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let tracer = heard.clone();
    let executor = Executor::new().traced(move |event| {
        tracer.borrow_mut().push(event.what);
    });
    let polls = Cell::new(0);
    executor.run(poll_fn(|cx| {
        polls.set(polls.get() + 1);
        if polls.get() == 2 {
            return Poll::Ready(());
        }
        let waker = cx.waker().clone();
        if elsewhere {
            let thread = thread::spawn(move || waker.wake());
            thread.join().expect("a wake does not panic");
        } else {
            waker.wake();
        }
        Poll::Pending
    }));
    let heard = heard.borrow();
    heard.iter().filter(|what| **what == What::Woken).count()
}

#[test]
fn tracer_does_not_hear_of_a_wake_from_another_thread() {
    assert_eq!(wakes_heard(false), 1);
    assert_eq!(wakes_heard(true), 0);
}
