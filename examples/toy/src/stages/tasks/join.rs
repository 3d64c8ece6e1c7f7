//! The handle of a task, and why there may be no result.

use std::any::Any;
use std::error::Error;
use std::fmt::{self, Display};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::task::Task;

// ANCHOR: outcome
/// Why a task has no result.
#[derive(Debug)]
pub enum JoinError {
    /// It panicked, with this payload; or the destructor of its future
    /// did.
    Panicked(Box<dyn Any + Send>),
}

/// What a task and its handle know of its end.
pub(super) enum Outcome<T> {
    Awaited(Option<Waker>),
    Known(Result<T, JoinError>),
    Taken,
}
// ANCHOR_END: outcome

impl Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            JoinError::Panicked(_) => "the task panicked",
        })
    }
}

impl Error for JoinError {}

// ANCHOR: handle
/// The task's result, for the code that awaits it: a `Task` of asyncio,
/// a `JoinHandle` of tokio; in trio a nursery has this part.
///
/// The code that spawned holds it. The end of the task wakes the task
/// that awaits it. Dropping it detaches the task, which goes on.
///
/// # Panics
///
/// If polled again after it was ready.
pub struct JoinHandle<T>(pub(super) Rc<Task<T>>);
// ANCHOR_END: handle

// ANCHOR: join
impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Self::Output> {
        // A Cell lends nothing, so its content is taken out.
        match self.0.outcome.replace(Outcome::Taken) {
            Outcome::Known(result) => Poll::Ready(result),
            Outcome::Awaited(_) => {
                // The last one that asked is woken, as in any future.
                let waker = Some(cx.waker().clone());
                self.0.outcome.set(Outcome::Awaited(waker));
                Poll::Pending
            }
            Outcome::Taken => {
                panic!("a JoinHandle was polled after it was ready")
            }
        }
    }
}
// ANCHOR_END: join
