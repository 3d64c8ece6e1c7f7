//! A task: a future that the loop owns, and the place for its result.

use std::any::Any;
use std::cell::Cell;
use std::error::Error;
use std::fmt::{self, Display};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Why a task has no result.
#[derive(Debug)]
pub enum JoinError {
    /// It was aborted, or its loop was dropped.
    Aborted,
    /// It panicked, with this payload; or the destructor of its future
    /// did.
    Panicked(Box<dyn Any + Send>),
}

/// The task's result, for whoever awaits it: a `Task` of asyncio, a
/// `JoinHandle` of tokio; in trio a nursery has this part.
///
/// The one who spawned holds it. The end of the task wakes the one who
/// awaits it. Dropping it detaches the task, which goes on.
///
/// # Panics
///
/// If polled again after it was ready.
pub struct JoinHandle<T> {
    pub(crate) task: Rc<Task<T>>,
}

/// The loop and the handle share it.
pub(crate) struct Task<T> {
    pub(crate) number: u64,
    /// The same at every poll.
    pub(crate) waker: Waker,
    stage: Cell<Stage>,
    future: Cell<Option<BoxedFuture<T>>>,
    result: Cell<Option<Result<T, JoinError>>>,
    joiner: Cell<Option<Waker>>,
}

type BoxedFuture<T> = Pin<Box<dyn Future<Output = T>>>;

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Alive,
    /// To be dropped in place of its next poll.
    Aborted,
    /// Its future is gone.
    Ended,
}

/// A task, whatever its result is.
pub(crate) trait Step {
    fn number(&self) -> u64;
    /// Polls the future once; says whether the task has ended.
    fn poll(&self) -> bool;
    fn abort(&self);
    /// Drops the future of an aborted task; says whether it has ended.
    fn settle(&self) -> bool;
}

impl<T> Task<T> {
    pub(crate) fn new(
        number: u64,
        waker: Waker,
        future: impl Future<Output = T> + 'static,
    ) -> Task<T> {
        Task {
            number,
            waker,
            stage: Cell::new(Stage::Alive),
            future: Cell::new(Some(Box::pin(future))),
            result: Cell::new(None),
            joiner: Cell::new(None),
        }
    }

    /// None of a task that has ended, or is being polled.
    fn take_future(&self) -> BoxedFuture<T> {
        let future = self.future.take();
        future.expect("a task between two polls has its future")
    }

    /// The future is dropped before the joiner can see the result.
    fn end(
        &self,
        future: BoxedFuture<T>,
        result: Result<T, JoinError>,
    ) {
        let result = match contain(|| drop(future)) {
            Ok(()) => result,
            Err(payload) => {
                // Nobody will see it, and its destructor can panic.
                let _ = contain(|| drop(result));
                Err(JoinError::Panicked(payload))
            }
        };
        self.result.set(Some(result));
        self.stage.set(Stage::Ended);
        if let Some(joiner) = self.joiner.take() {
            joiner.wake();
        }
    }
}

impl<T> Step for Task<T> {
    fn number(&self) -> u64 {
        self.number
    }

    fn poll(&self) -> bool {
        let mut future = self.take_future();
        let mut cx = Context::from_waker(&self.waker);
        let result = match contain(|| future.as_mut().poll(&mut cx)) {
            Ok(Poll::Pending) => {
                self.future.set(Some(future));
                return false;
            }
            // A value wins over a late abort.
            Ok(Poll::Ready(value)) => Ok(value),
            Err(payload) => Err(JoinError::Panicked(payload)),
        };
        self.end(future, result);
        true
    }

    fn abort(&self) {
        if self.stage.get() == Stage::Alive {
            self.stage.set(Stage::Aborted);
            self.waker.wake_by_ref();
        }
    }

    fn settle(&self) -> bool {
        if self.stage.get() == Stage::Aborted {
            self.end(self.take_future(), Err(JoinError::Aborted));
        }
        self.stage.get() == Stage::Ended
    }
}

/// Runs `f`; a panic becomes an error.
pub(crate) fn contain<R>(
    f: impl FnOnce() -> R,
) -> Result<R, Box<dyn Any + Send>> {
    // What a panic leaves half done is dropped, and seen by nobody.
    catch_unwind(AssertUnwindSafe(f))
}

impl<T> JoinHandle<T> {
    /// Ends the task: in place of its next poll its future is dropped,
    /// and the handle says `Aborted`. One that has ended, or ends in the
    /// poll that aborts it, keeps its result. tokio's `abort`; asyncio's
    /// `cancel` raises in the task, which can refuse.
    pub fn abort(&self) {
        self.task.abort();
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Self::Output> {
        if let Some(result) = self.task.result.take() {
            return Poll::Ready(result);
        }
        let ended = self.task.stage.get() == Stage::Ended;
        assert!(!ended, "a JoinHandle was polled after it was ready");
        self.task.joiner.set(Some(cx.waker().clone()));
        Poll::Pending
    }
}

impl Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JoinError::Aborted => f.write_str("the task was aborted"),
            JoinError::Panicked(_) => f.write_str("the task panicked"),
        }
    }
}

impl Error for JoinError {}
