// beside: readiness
//! Cancelling as a value: a scope asks what runs in it to stop.
//!
//! Scopes form a tree. What is cancelled is a scope, and with it all
//! scopes below it that no shield protects. A task hears of it at its
//! checkpoints, and at every one of them until it has left the scope.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{self, Display};
use std::future::poll_fn;
use std::iter;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::{Sleep, now, sleep};

// ANCHOR: cancelled
/// What a checkpoint returns in a cancelled scope. trio's `Cancelled`;
/// asyncio's `CancelledError`; tokio has none: a future is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// An error that can be asked whether it is a cancellation, which its
/// scope catches, or a failure, which passes through.
pub trait IsCancelled {
    /// Whether it comes from a cancelled scope, and from nothing else.
    fn is_cancelled(&self) -> bool;
}
// ANCHOR_END: cancelled

impl Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the scope was cancelled")
    }
}

impl Error for Cancelled {}

impl IsCancelled for Cancelled {
    fn is_cancelled(&self) -> bool {
        true
    }
}

/// The errors of a nursery, so that nurseries nest.
impl<E: From<Cancelled>> From<Cancelled> for Vec<E> {
    fn from(cancelled: Cancelled) -> Vec<E> {
        vec![E::from(cancelled)]
    }
}

impl<E: IsCancelled> IsCancelled for Vec<E> {
    fn is_cancelled(&self) -> bool {
        self.iter().all(E::is_cancelled)
    }
}

// ANCHOR: tree
thread_local! {
    /// The scope of the code that is being polled.
    static CURRENT: RefCell<Option<CancelScope>> =
        const { RefCell::new(None) };
}

/// A part of the program that can be asked to stop. trio's
/// `CancelScope`; asyncio's `timeout` is one that is cancelled by its
/// deadline; tokio's `CancellationToken`, which has to be passed along.
///
/// The code that made it holds it, and so do its clones, the scopes
/// below it, and the checkpoints that wait in it. Cancelling it wakes
/// those checkpoints. Dropping it cancels nothing.
#[derive(Clone)]
pub struct CancelScope(Rc<Region>);

#[derive(Default)]
struct Region {
    /// The scope that was the current one where this one was made.
    parent: Option<CancelScope>,
    cancelled: Cell<bool>,
    shielded: Cell<bool>,
    deadline: Cell<Option<Duration>>,
    /// The wakers of all that waits here and in the scopes below.
    waiting: RefCell<BTreeMap<u64, Waker>>,
}
// ANCHOR_END: tree

impl CancelScope {
    /// A scope below the one that is the current one here.
    #[must_use]
    pub fn new() -> CancelScope {
        CancelScope(Rc::new(Region {
            parent: CancelScope::current(),
            ..Region::default()
        }))
    }

    /// Hides from this scope what happens to those above it. trio's
    /// `shield=True`.
    #[must_use]
    pub fn shielded(self) -> CancelScope {
        self.0.shielded.set(true);
        self
    }

    /// Takes the shield away, also while a scope above is cancelled:
    /// the checkpoints inside hear of it then.
    pub fn unshield(&self) {
        self.0.shielded.set(false);
        self.wake();
    }

    // ANCHOR: cancel
    /// Asks all that runs in this scope to stop, and wakes those that
    /// wait at a checkpoint. They stop when they are polled: nothing
    /// has ended when this returns. There is no way back.
    pub fn cancel(&self) {
        self.0.cancelled.set(true);
        self.wake();
    }

    fn wake(&self) {
        // Taken first: a waker can be anybody's code, this scope's too.
        let waiting = self.0.waiting.take();
        waiting.into_values().for_each(Waker::wake);
    }

    /// This scope and those above it, as far as it can see.
    fn in_sight(&self) -> impl Iterator<Item = &Region> {
        iter::successors(Some(&*self.0), |region| {
            let parent = region.parent.as_ref()?;
            (!region.shielded.get()).then_some(&*parent.0)
        })
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.in_sight().any(|region| region.cancelled.get())
    }

    /// Whether a cancellation is for a scope above this one.
    pub(crate) fn is_cancelled_from_above(&self) -> bool {
        self.in_sight().skip(1).any(|region| region.cancelled.get())
    }
    // ANCHOR_END: cancel

    /// Cancels the scope at this time of the loop's clock, if it has
    /// been entered then; a new one takes the place of the last. trio's
    /// `deadline`; asyncio's `reschedule`.
    pub fn set_deadline(&self, deadline: Option<Duration>) {
        self.0.deadline.set(deadline);
        self.wake();
    }

    // ANCHOR: enter
    /// Runs `body` in this scope. `with scope:` in trio. When the body
    /// stops because this scope was cancelled, that is caught here, and
    /// there is no value. When the scope above was cancelled too, the
    /// error goes on to it.
    ///
    /// # Errors
    ///
    /// Those of `body`, but for the cancellation that is caught.
    pub async fn enter<T, E>(
        &self,
        body: impl Future<Output = Result<T, E>>,
    ) -> Result<Option<T>, E>
    where
        E: From<Cancelled> + IsCancelled + 'static,
    {
        let mut body = pin!(self.hold(body));
        let (mut timer, mut place) = (None, None);
        let ended = poll_fn(|cx| {
            let polled = body.as_mut().poll(cx);
            // The body is asked first: its value wins.
            if polled.is_pending() {
                // Where it hears of a new deadline.
                self.wait(&mut place, cx.waker());
                self.poll_deadline(cx, &mut timer);
            }
            polled
        });
        match ended.await {
            Err(e) if e.is_cancelled() && self.catches() => Ok(None),
            result => result.map(Some),
        }
    }

    fn catches(&self) -> bool {
        self.0.cancelled.get() && !self.is_cancelled_from_above()
    }
    // ANCHOR_END: enter

    fn poll_deadline(
        &self,
        cx: &mut Context<'_>,
        timer: &mut Option<(Duration, Sleep)>,
    ) {
        let deadline = self.0.deadline.get();
        if timer.as_ref().map(|(at, _)| *at) != deadline {
            let left = |at: Duration| sleep(at.saturating_sub(now()));
            *timer = deadline.map(|at| (at, left(at)));
        }
        if let Some((_, timer)) = timer
            && !self.0.cancelled.get()
            && Pin::new(timer).poll(cx).is_ready()
        {
            self.cancel();
        }
    }

    // ANCHOR: current
    /// `future`, with this scope as the current one in each poll: it
    /// goes along with the code, and not with the task.
    pub(crate) async fn hold<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        poll_fn(|cx| {
            let outer = CURRENT.replace(Some(self.clone()));
            let _outer = Restored(outer);
            future.as_mut().poll(cx)
        })
        .await
    }

    fn current() -> Option<CancelScope> {
        CURRENT.with_borrow(Clone::clone)
    }
    // ANCHOR_END: current
}

impl Default for CancelScope {
    fn default() -> CancelScope {
        CancelScope::new()
    }
}

/// The scope that is the current one again, also after a panic.
struct Restored(Option<CancelScope>);

impl Drop for Restored {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

// ANCHOR: checkpoint
/// Awaits `future`, unless the current scope is cancelled: then it is
/// dropped, or not even begun. A value that is there wins over a cancel
/// that comes later. Every call of trio that waits is one; outside of
/// any scope it only waits.
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
    let mut place = None;
    let either = poll_fn(|cx| {
        if let Poll::Ready(value) = future.as_mut().poll(cx) {
            return Poll::Ready(Ok(value));
        }
        // It is the one that is current now: a future can be moved.
        let Some(scope) = CancelScope::current() else {
            return Poll::Pending;
        };
        if scope.is_cancelled() {
            return Poll::Ready(Err(Cancelled));
        }
        scope.wait(&mut place, cx.waker());
        Poll::Pending
    });
    either.await
}
// ANCHOR_END: checkpoint

/// A place among all that waits in a scope, left when it is dropped.
struct Place {
    scope: CancelScope,
    number: u64,
}

impl CancelScope {
    /// Leaves the last place, and takes one here and in each scope that
    /// is in sight.
    fn wait(&self, place: &mut Option<Place>, waker: &Waker) {
        thread_local!(static LAST: Cell<u64> = const { Cell::new(0) });
        *place = None;
        let number = LAST.get() + 1;
        LAST.set(number);
        for region in self.in_sight() {
            let mut waiting = region.waiting.borrow_mut();
            waiting.insert(number, waker.clone());
        }
        let scope = self.clone();
        *place = Some(Place { scope, number });
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // All above: a shield may have come since.
        let mut above = Some(&self.scope);
        while let Some(CancelScope(region)) = above {
            let left = region.waiting.borrow_mut().remove(&self.number);
            drop(left);
            above = region.parent.as_ref();
        }
    }
}

/// Gives `body` so much time, from the first poll on, in a scope of its
/// own: then it is asked to stop. `trio.move_on_after`; curio's
/// `ignore_after`; `asyncio.timeout`, which raises.
///
/// # Errors
///
/// Those of `body`, but for this scope's own cancellation.
pub async fn move_on_after<T, E>(
    duration: Duration,
    body: impl Future<Output = Result<T, E>>,
) -> Result<Option<T>, E>
where
    E: From<Cancelled> + IsCancelled + 'static,
{
    let scope = CancelScope::new();
    scope.set_deadline(Some(now().saturating_add(duration)));
    scope.enter(body).await
}
