//! A task: a future that the loop owns, and the place for its result.

use std::any::Any;
use std::cell::Cell;
use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use crate::executor::Core;

/// Why a task has no result.
pub enum JoinError {
    /// It was aborted, or its loop was dropped.
    Aborted,
    /// It panicked, with this payload; or the destructor of its future
    /// did.
    Panicked(Box<dyn Any + Send>),
}

/// The task's result, for whoever awaits it; a `Task` of asyncio, a
/// `JoinHandle` of tokio; in trio the nursery has this part.
///
/// The one who spawned holds it. The end of the task wakes it. Dropping
/// it detaches the task, which goes on.
///
/// # Panics
///
/// If polled again after it was ready.
pub struct JoinHandle<T> {
    pub(crate) task: Rc<Task<T>>,
    pub(crate) core: Weak<Core>,
}

/// What a slot of the loop holds: the loop and the handle share it.
pub(crate) struct Task<T> {
    stage: Cell<Stage<T>>,
    joiner: Cell<Option<Waker>>,
    slot: Cell<usize>,
}

enum Stage<T> {
    Parked(Pin<Box<dyn Future<Output = T>>>),
    /// Being polled, or its future being dropped.
    Running {
        aborted: bool,
    },
    Ended(Result<T, JoinError>),
    /// The handle has taken the result.
    Joined,
}

/// What the loop does with a task, whatever its result is.
pub(crate) trait Step {
    /// Polls it once; says whether it has ended.
    fn poll(&self, cx: &mut Context<'_>) -> bool;
    /// Drops its future and ends it, unless it has ended. One that is
    /// being polled ends when the poll returns.
    fn abort(&self);
}

impl<T: 'static> Task<T> {
    pub(crate) fn new(
        future: impl Future<Output = T> + 'static,
    ) -> Task<T> {
        Task {
            stage: Cell::new(Stage::Parked(Box::pin(future))),
            joiner: Cell::new(None),
            slot: Cell::new(usize::MAX),
        }
    }

    pub(crate) fn live_in(&self, slot: usize) {
        self.slot.set(slot);
    }

    /// The future is dropped before the joiner can see the result.
    fn end(
        &self,
        future: Pin<Box<dyn Future<Output = T>>>,
        result: Result<T, JoinError>,
    ) {
        let result = contain(move || {
            drop(future);
            result
        });
        let result =
            result.unwrap_or_else(|e| Err(JoinError::Panicked(e)));
        self.stage.set(Stage::Ended(result));
        if let Some(joiner) = self.joiner.take() {
            joiner.wake();
        }
    }
}

/// Runs `f`; a panic is its error.
pub(crate) fn contain<R>(
    f: impl FnOnce() -> R,
) -> Result<R, Box<dyn Any + Send>> {
    // What a panic leaves half done is dropped, and seen by nobody.
    catch_unwind(AssertUnwindSafe(f))
}

impl<T: 'static> Step for Task<T> {
    fn poll(&self, cx: &mut Context<'_>) -> bool {
        let running = Stage::Running { aborted: false };
        let mut future = match self.stage.replace(running) {
            Stage::Parked(future) => future,
            ended => {
                self.stage.set(ended);
                return true;
            }
        };
        let polled = contain(|| future.as_mut().poll(cx));
        let running = Stage::Running { aborted: false };
        let stage = self.stage.replace(running);
        let aborted = matches!(stage, Stage::Running { aborted: true });
        let result = match polled {
            Ok(Poll::Pending) if !aborted => {
                self.stage.set(Stage::Parked(future));
                return false;
            }
            Ok(Poll::Pending) => Err(JoinError::Aborted),
            // A value wins over a late abort.
            Ok(Poll::Ready(value)) => Ok(value),
            Err(payload) => Err(JoinError::Panicked(payload)),
        };
        self.end(future, result);
        true
    }

    fn abort(&self) {
        let running = Stage::Running { aborted: true };
        match self.stage.replace(running) {
            Stage::Parked(future) => {
                self.end(future, Err(JoinError::Aborted));
            }
            Stage::Running { .. } => {}
            ended => self.stage.set(ended),
        }
    }
}

impl<T> JoinHandle<T> {
    /// Ends the task: its future is dropped, now, and the handle says
    /// `Aborted`. A task that aborts itself ends at its next park. One
    /// that has ended keeps its result. `cancel` in asyncio, which asks
    /// the task in place of ending it; `abort` in tokio.
    pub fn abort(&self)
    where
        T: 'static,
    {
        self.task.abort();
        if let Some(core) = self.core.upgrade() {
            core.retire_if(self.task.slot.get(), &self.task);
        }
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Self::Output> {
        let task = &self.task;
        match task.stage.replace(Stage::Joined) {
            Stage::Ended(result) => Poll::Ready(result),
            Stage::Joined => {
                panic!("this JoinHandle was polled after it was ready")
            }
            stage => {
                task.stage.set(stage);
                task.joiner.set(Some(cx.waker().clone()));
                Poll::Pending
            }
        }
    }
}

impl<T> Drop for JoinHandle<T> {
    fn drop(&mut self) {
        self.task.joiner.take();
    }
}

impl<T> Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}

impl Debug for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JoinError({self})")
    }
}

impl Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload = match self {
            JoinError::Aborted => {
                return f.write_str("the task was aborted");
            }
            JoinError::Panicked(payload) => payload,
        };
        let words = payload.downcast_ref::<&str>().copied();
        let words =
            words.or(payload.downcast_ref().map(String::as_str));
        match words {
            Some(words) => write!(f, "the task panicked: {words}"),
            None => f.write_str("the task panicked"),
        }
    }
}

impl Error for JoinError {}
