//! A task: a future that the loop owns, and the place for its result.

use std::any::Any;
use std::cell::Cell;
use std::error::Error;
use std::fmt::{self, Display};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use crate::executor::Address;

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
    pub(crate) address: Arc<Address>,
    /// Made of the address; the same at every poll.
    pub(crate) waker: Waker,
    stage: Cell<Stage<T>>,
    joiner: Cell<Option<Waker>>,
}

type BoxedFuture<T> = Pin<Box<dyn Future<Output = T>>>;

enum Stage<T> {
    Parked(BoxedFuture<T>),
    /// Its future is being polled or dropped.
    Running,
    /// The same, and it was aborted meanwhile.
    Aborting,
    Ended(Result<T, JoinError>),
    /// The handle has taken the result.
    Joined,
}

/// A task, whatever its result is.
pub(crate) trait Step {
    fn number(&self) -> u64;
    fn address(&self) -> &Arc<Address>;
    fn has_ended(&self) -> bool;
    /// Polls the future once; says whether the task has ended.
    fn poll(&self) -> bool;
    /// Drops the future and ends the task. One that is being polled
    /// ends after that.
    fn abort(&self);
}

impl<T> Task<T> {
    pub(crate) fn new(
        number: u64,
        address: Arc<Address>,
        future: impl Future<Output = T> + 'static,
    ) -> Task<T> {
        Task {
            number,
            waker: Waker::from(address.clone()),
            address,
            stage: Cell::new(Stage::Parked(Box::pin(future))),
            joiner: Cell::new(None),
        }
    }

    /// The future is dropped before the joiner can see the result.
    fn end(
        &self,
        future: BoxedFuture<T>,
        result: Result<T, JoinError>,
    ) {
        let result = contain(|| drop(future))
            .map_or_else(|e| Err(JoinError::Panicked(e)), |()| result);
        self.stage.set(Stage::Ended(result));
        if let Some(joiner) = self.joiner.take() {
            joiner.wake();
        }
    }
}

impl<T> Step for Task<T> {
    fn number(&self) -> u64 {
        self.number
    }

    fn address(&self) -> &Arc<Address> {
        &self.address
    }

    fn has_ended(&self) -> bool {
        let stage = self.stage.replace(Stage::Running);
        let ended = matches!(stage, Stage::Ended(_) | Stage::Joined);
        self.stage.set(stage);
        ended
    }

    fn poll(&self) -> bool {
        let stage = self.stage.replace(Stage::Running);
        let Stage::Parked(mut future) = stage else {
            unreachable!("the loop polls tasks that are parked");
        };
        let mut cx = Context::from_waker(&self.waker);
        let polled = contain(|| future.as_mut().poll(&mut cx));
        let stage = self.stage.replace(Stage::Running);
        let result = match (polled, stage) {
            // A value wins over a late abort.
            (Ok(Poll::Ready(value)), _) => Ok(value),
            (Err(payload), _) => Err(JoinError::Panicked(payload)),
            (_, Stage::Aborting) => Err(JoinError::Aborted),
            _ => {
                self.stage.set(Stage::Parked(future));
                return false;
            }
        };
        self.end(future, result);
        true
    }

    fn abort(&self) {
        match self.stage.replace(Stage::Aborting) {
            Stage::Parked(future) => {
                self.end(future, Err(JoinError::Aborted));
                // The loop is to find that it has ended.
                self.waker.wake_by_ref();
            }
            Stage::Running | Stage::Aborting => {}
            ended => self.stage.set(ended),
        }
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
    /// Ends the task: its future is dropped, now, and the handle says
    /// `Aborted`. A task that aborts itself ends at its next park; one
    /// that has ended keeps its result. asyncio's `cancel` asks the task
    /// to end; tokio's `abort` drops the future at its next turn.
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
        let task = &self.task;
        match task.stage.replace(Stage::Joined) {
            Stage::Ended(result) => return Poll::Ready(result),
            Stage::Joined => {
                panic!("a JoinHandle was polled after its end")
            }
            stage => task.stage.set(stage),
        }
        task.joiner.set(Some(cx.waker().clone()));
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
