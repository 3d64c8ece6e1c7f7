//! What a waker by hand has to keep.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::thread;

use raw_waker::{Signal, block_on, waker};

#[test]
fn each_waker_owns_one_count_and_gives_it_back() {
    let signal = Signal::new();
    let first = waker(signal.clone());
    assert_eq!(Arc::strong_count(&signal), 2);
    let second = first.clone();
    assert_eq!(Arc::strong_count(&signal), 3);
    drop(first);
    assert_eq!(Arc::strong_count(&signal), 2);
    second.wake_by_ref();
    assert_eq!(Arc::strong_count(&signal), 2);
    second.wake();
    assert_eq!(Arc::strong_count(&signal), 1);
    assert_eq!(signal.wakes(), 2);
}

#[test]
fn waker_keeps_its_signal_alive() {
    let signal = Signal::new();
    let weak = Arc::downgrade(&signal);
    let last = waker(signal);
    last.wake_by_ref();
    assert_eq!(weak.upgrade().expect("the waker owns it").wakes(), 1);
    drop(last);
    assert!(weak.upgrade().is_none());
}

#[test]
fn clone_wakes_the_same_as_its_original() {
    let signal = Signal::new();
    let first = waker(signal.clone());
    let second = first.clone();
    assert!(first.will_wake(&second));
    assert!(!first.will_wake(&waker(Signal::new())));
}

#[test]
fn waker_may_be_called_from_any_thread() {
    let signal = Signal::new();
    let waker = waker(signal.clone());
    thread::scope(|scope| {
        for _ in 0..4 {
            let waker = waker.clone();
            scope.spawn(move || {
                for _ in 0..100 {
                    waker.wake_by_ref();
                }
            });
        }
    });
    assert_eq!(signal.wakes(), 400);
    drop(waker);
    assert_eq!(Arc::strong_count(&signal), 1);
}

#[test]
fn block_on_sleeps_until_the_waker_is_called() {
    let mut polls = 0;
    block_on(poll_fn(|context| {
        polls += 1;
        if polls == 2 {
            return Poll::Ready(());
        }
        thread::current().unpark(); // not a wake
        let waker = context.waker().clone();
        thread::spawn(move || waker.wake());
        Poll::Pending
    }));
    assert_eq!(polls, 2);
}
