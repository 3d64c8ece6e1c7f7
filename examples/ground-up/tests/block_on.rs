//! What the stage block_on promises.

use std::cell::Cell;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;

use ground_up::stages::block_on::block_on;

#[test]
fn block_on_returns_what_a_ready_future_returns() {
    assert_eq!(block_on(async { 3 }), 3);
}

#[test]
fn block_on_polls_again_after_a_wake_and_not_before() {
    let polls = Cell::new(0);
    let tide = Arc::new(AtomicBool::new(false));
    block_on(poll_fn(|context| {
        polls.set(polls.get() + 1);
        if tide.load(SeqCst) {
            return Poll::Ready(());
        }
        // Unparked without a wake, the loop goes on sleeping.
        thread::current().unpark();
        let (waker, tide) = (context.waker().clone(), tide.clone());
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(20));
            tide.store(true, SeqCst);
            waker.wake();
        });
        Poll::Pending
    }));
    assert_eq!(polls.get(), 2);
}

#[test]
fn block_on_polls_again_where_the_wake_came_during_the_poll() {
    let polls = Cell::new(0);
    block_on(poll_fn(|context| {
        polls.set(polls.get() + 1);
        context.waker().wake_by_ref();
        context.waker().wake_by_ref();
        match polls.get() {
            3 => Poll::Ready(()),
            _ => Poll::Pending,
        }
    }));
    assert_eq!(polls.get(), 3);
}

#[test]
fn block_on_lets_the_panic_of_its_future_through() {
    let run = || block_on(async { panic!("aground") });
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
}

#[test]
fn a_park_inside_the_poll_does_not_lose_the_wake() {
    let polls = Cell::new(0);
    block_on(poll_fn(|context| {
        polls.set(polls.get() + 1);
        if polls.get() == 2 {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        // It takes the unpark of that wake.
        thread::park();
        Poll::Pending
    }));
    assert_eq!(polls.get(), 2);
}

#[test]
fn a_waker_is_two_words() {
    assert_eq!(size_of::<Waker>(), 2 * size_of::<usize>());
}

#[test]
fn block_on_runs_inside_block_on() {
    assert_eq!(block_on(async { block_on(async { 3 }) }), 3);
}

#[test]
fn block_on_of_futures_refuses_to_run_inside_itself() {
    use futures::executor::block_on;
    let nested = || block_on(async { block_on(async { 3 }) });
    assert!(catch_unwind(nested).is_err());
}
