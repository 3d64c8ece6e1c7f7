//! A task: a future that the loop owns, and the place for its result.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::join::{JoinError, Outcome};

// ANCHOR: task
/// The loop and the handle share it.
pub(super) struct Task<T> {
    /// The same at every poll.
    waker: Waker,
    /// None while the task is polled, and after it has ended.
    future: Cell<Option<BoxedFuture<T>>>,
    aborted: Cell<bool>,
    pub(super) outcome: Cell<Outcome<T>>,
}

type BoxedFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// A task, whatever its result is.
pub(super) trait Step {
    /// Has the next step drop the future.
    fn abort(&self);
    fn is_aborted(&self) -> bool;
    /// Polls the future once, or drops an aborted one. Ready when the
    /// task has ended.
    fn step(&self) -> Poll<()>;
}
// ANCHOR_END: task

impl<T> Task<T> {
    pub(super) fn new(
        waker: Waker,
        future: impl Future<Output = T> + 'static,
    ) -> Task<T> {
        Task {
            waker,
            future: Cell::new(Some(Box::pin(future))),
            aborted: Cell::new(false),
            outcome: Cell::new(Outcome::Awaited(None)),
        }
    }

    // ANCHOR: contained
    fn poll(&self, future: &mut BoxedFuture<T>) -> Poll<Ended<T>> {
        if self.aborted.get() {
            return Poll::Ready(Err(JoinError::Aborted));
        }
        let mut cx = Context::from_waker(&self.waker);
        contain(|| future.as_mut().poll(&mut cx).map(Ok))
            .unwrap_or_else(|payload| {
                Poll::Ready(Err(JoinError::Panicked(payload)))
            })
    }

    /// The future is dropped before the joiner can see the result.
    fn end(&self, future: BoxedFuture<T>, mut result: Ended<T>) {
        if let Err(payload) = contain(|| drop(future)) {
            discard(result);
            result = Err(JoinError::Panicked(payload));
        }
        let before = self.outcome.replace(Outcome::Known(result));
        if let Outcome::Awaited(Some(joiner)) = before {
            joiner.wake();
        }
    }
    // ANCHOR_END: contained
}

type Ended<T> = Result<T, JoinError>;

impl<T> Step for Task<T> {
    // ANCHOR: abort
    fn abort(&self) {
        // Only an order. The future must not be dropped here, because
        // it can be in its poll, or hold the handle that calls this.
        self.aborted.set(true);
        self.waker.wake_by_ref();
    }
    // ANCHOR_END: abort

    fn is_aborted(&self) -> bool {
        self.aborted.get()
    }

    // ANCHOR: step
    fn step(&self) -> Poll<()> {
        let future = self.future.take();
        let mut future = future.expect("the loop alone polls it, once");
        let Poll::Ready(result) = self.poll(&mut future) else {
            self.future.set(Some(future));
            return Poll::Pending;
        };
        self.end(future, result);
        Poll::Ready(())
    }
    // ANCHOR_END: step
}

// ANCHOR: contain
/// Runs `f`; a panic becomes an error. What it leaves half done is
/// dropped, and no code sees it.
pub(super) fn contain<R>(
    f: impl FnOnce() -> R,
) -> Result<R, Box<dyn Any + Send>> {
    catch_unwind(AssertUnwindSafe(f))
}

/// Drops what no code will see. Its destructor can panic.
pub(super) fn discard<T>(unseen: T) {
    let _ = contain(|| drop(unseen));
}
// ANCHOR_END: contain
