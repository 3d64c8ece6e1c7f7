// after: traps
//! A waker says how to be told.
//!
//! A future that cannot go on keeps the [`Waker`] of the poll, and
//! calls it when it can. This loop's waker raises a flag and unparks
//! the thread; the loop sleeps until the flag is up, and polls again.
//!
//! New here: [`block_on`], and a waker with nothing behind it but a
//! thread and a flag.
//!
//! - asyncio: `Future.add_done_callback` with the task's wakeup; trio:
//!   `reschedule`; tokio: the parker below `Runtime::block_on`.
//! - The future holds the waker, the waker holds the flag and the
//!   thread's handle, and nobody but `block_on` holds the future.
//! - Whoever holds a clone of the waker may wake, from any thread.
//! - `block_on` drops the future, on its own stack, before it returns.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

// ANCHOR: waker
/// Ends the sleep of the loop's thread, and keeps a wake in a flag.
struct Sleeper {
    woken: AtomicBool,
    thread: Thread,
}

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        // The flag first, because the loop reads it when it wakes.
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}
// ANCHOR_END: waker

// ANCHOR: block_on
/// Polls `future` on this thread until it is ready, and sleeps between
/// the polls until a waker is called.
///
/// In asyncio `asyncio.run`, in trio `trio.run`, in tokio
/// `Runtime::block_on`.
///
/// # Panics
///
/// If `future` does.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let sleeper = Arc::new(Sleeper {
        woken: AtomicBool::new(false),
        thread: thread::current(),
    });
    let waker = Waker::from(sleeper.clone());
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context)
        {
            return output;
        }
        // `park` also returns without a wake: the future's own code
        // may have parked this thread, and its unpark may come late.
        while !sleeper.woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}
// ANCHOR_END: block_on
