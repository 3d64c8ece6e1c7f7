//! Where code in a scope hears of a cancellation.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Poll, Waker};

use super::cancel_scope::CancelScope;
use super::cancelled::Cancelled;

// ANCHOR: checkpoint
/// Awaits `future`, unless the current scope is cancelled: then the
/// future is dropped, or not even begun. A value that is there wins
/// over a cancel that comes later. Each call of trio that waits is a
/// checkpoint. Outside of any scope, a checkpoint only waits.
///
/// # Errors
///
/// `Cancelled`, here and at each further checkpoint in the scope.
pub async fn checkpoint<T>(
    future: impl Future<Output = T>,
) -> Result<T, Cancelled> {
    if CancelScope::current().is_some_and(|it| it.is_cancelled()) {
        return Err(Cancelled);
    }
    let mut future = pin!(future);
    // Dropped with this future: the scope forgets it.
    let mut place = None;
    let either = poll_fn(|cx| {
        if let Poll::Ready(value) = future.as_mut().poll(cx) {
            return Poll::Ready(Ok(value));
        }
        // The current scope may differ by now: a future can be moved.
        let Some(scope) = CancelScope::current() else {
            return Poll::Pending;
        };
        if scope.is_cancelled() {
            return Poll::Ready(Err(Cancelled));
        }
        place = Some(Place::new(&scope, cx.waker()));
        Poll::Pending
    });
    either.await
}
// ANCHOR_END: checkpoint

// ANCHOR: place
/// A place among all that waits in a scope, left when it is dropped.
pub(super) struct Place {
    scope: CancelScope,
    number: u64,
}

thread_local!(static LAST: Cell<u64> = const { Cell::new(0) });

impl Place {
    /// In this scope and in each scope above that is in sight.
    pub(super) fn new(scope: &CancelScope, waker: &Waker) -> Place {
        LAST.set(LAST.get() + 1);
        let (scope, number) = (scope.clone(), LAST.get());
        for region in scope.in_sight() {
            let mut waiting = region.waiting.borrow_mut();
            waiting.insert(number, waker.clone());
        }
        Place { scope, number }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // All above: a shield may have come since.
        for region in self.scope.with_all_above() {
            let left = region.waiting.borrow_mut().remove(&self.number);
            drop(left);
        }
    }
}
// ANCHOR_END: place
