//! A waker by hand: what `std::task::Wake` does for us, and what it
//! asks of who does it without. The one crate of the book with unsafe
//! code; nothing depends on it.
//!
//! A [`Waker`] is two words: a pointer, and the address of a table of
//! four functions that know what it points to. Here it points to a
//! [`Signal`] in an [`Arc`], and each waker owns one count of it.

#![deny(unsafe_op_in_unsafe_fn)]

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};
use std::thread::{self, Thread};

// ANCHOR: signal
/// Counts wakes, and unparks the thread that waits for them.
pub struct Signal {
    wakes: AtomicUsize,
    thread: Thread,
}

impl Signal {
    /// A signal for the thread that calls this.
    pub fn new() -> Arc<Signal> {
        let (wakes, thread) = (AtomicUsize::new(0), thread::current());
        Arc::new(Signal { wakes, thread })
    }

    /// How many wakes have not been waited for.
    pub fn wakes(&self) -> usize {
        self.wakes.load(Ordering::Acquire)
    }

    fn wake(&self) {
        self.wakes.fetch_add(1, Ordering::Release);
        self.thread.unpark();
    }

    fn wait(&self) {
        while self.wakes.swap(0, Ordering::Acquire) == 0 {
            thread::park();
        }
    }
}
// ANCHOR_END: signal

// ANCHOR: table
const TABLE: RawWakerVTable =
    RawWakerVTable::new(clone, wake, wake_by_ref, drop_waker);

/// A waker that wakes `signal`.
pub fn waker(signal: Arc<Signal>) -> Waker {
    let pointer = Arc::into_raw(signal).cast();
    // SAFETY: the functions keep the contract of RawWakerVTable. The
    // pointer comes from an Arc of a Signal, as they expect; each waker
    // owns one count of it; and any thread may call the functions,
    // because Signal is Send and Sync.
    unsafe { Waker::from_raw(RawWaker::new(pointer, &TABLE)) }
}
// ANCHOR_END: table

// ANCHOR: functions
/// Makes a second waker: one count more.
unsafe fn clone(pointer: *const ()) -> RawWaker {
    // SAFETY: the pointer is from Arc::into_raw, and the waker that is
    // cloned owns a count, so the Signal is alive.
    unsafe { Arc::increment_strong_count(pointer.cast::<Signal>()) };
    RawWaker::new(pointer, &TABLE)
}

/// Wakes, and uses the waker up: its count goes.
unsafe fn wake(pointer: *const ()) {
    // SAFETY: the pointer is from Arc::into_raw, and this call owns the
    // waker's count; nobody uses that waker again.
    let signal = unsafe { Arc::from_raw(pointer.cast::<Signal>()) };
    signal.wake();
}

/// Wakes, and leaves the waker its count.
unsafe fn wake_by_ref(pointer: *const ()) {
    // SAFETY: the pointer is from Arc::into_raw, and the waker that is
    // lent owns a count for as long as this call takes.
    let signal = unsafe { &*pointer.cast::<Signal>() };
    signal.wake();
}

/// A waker that is dropped gives its count back.
unsafe fn drop_waker(pointer: *const ()) {
    // SAFETY: as in `wake`.
    drop(unsafe { Arc::from_raw(pointer.cast::<Signal>()) });
}
// ANCHOR_END: functions

// ANCHOR: block_on
/// Polls `future` on this thread until it is ready, and sleeps between
/// the polls until its waker is called.
///
/// # Panics
///
/// If `future` does.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let signal = Signal::new();
    let waker = waker(signal.clone());
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context)
        {
            return output;
        }
        signal.wait();
    }
}
// ANCHOR_END: block_on
