//! A scope: a part of the program that can be asked to stop.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::iter;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Waker};
use std::time::Duration;

use super::cancelled::{Cancelled, IsCancelled};
use super::checkpoint::Place;
use super::sleep::{Sleep, now, sleep};

// ANCHOR: tree
thread_local! {
    /// The scope of the code that is being polled.
    static CURRENT_SCOPE: RefCell<Option<CancelScope>> =
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
pub(super) struct Region {
    /// The scope that was the current one where this one was made.
    parent: Option<CancelScope>,
    cancelled: Cell<bool>,
    shielded: Cell<bool>,
    deadline: Cell<Option<Duration>>,
    /// The wakers of all that waits here and in the scopes below.
    pub(super) waiting: RefCell<BTreeMap<u64, Waker>>,
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
        // Taken first: a waker may run code that uses this scope.
        let waiting = self.0.waiting.take();
        waiting.into_values().for_each(Waker::wake);
    }

    /// This scope and those above it, as far as it can see.
    pub(super) fn in_sight(&self) -> impl Iterator<Item = &Region> {
        iter::successors(Some(&*self.0), |region| {
            let parent = region.parent.as_ref()?;
            (!region.shielded.get()).then_some(&*parent.0)
        })
    }

    pub(super) fn with_all_above(
        &self,
    ) -> impl Iterator<Item = &Region> {
        iter::successors(Some(&*self.0), |region| {
            region.parent.as_ref().map(|parent| &*parent.0)
        })
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.in_sight().any(|region| region.cancelled.get())
    }

    /// Whether a cancellation is for a scope above this one.
    pub(super) fn is_cancelled_from_above(&self) -> bool {
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
                // A new deadline wakes this task.
                place = Some(Place::new(self, cx.waker()));
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
    pub(super) async fn hold<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        poll_fn(|cx| {
            let outer = CURRENT_SCOPE.replace(Some(self.clone()));
            let _outer = Restored(outer);
            future.as_mut().poll(cx)
        })
        .await
    }

    pub(super) fn current() -> Option<CancelScope> {
        CURRENT_SCOPE.with_borrow(Clone::clone)
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
        CURRENT_SCOPE.set(self.0.take());
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
