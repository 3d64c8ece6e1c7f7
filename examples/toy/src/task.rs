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

impl Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            JoinError::Aborted => "the task was aborted",
            JoinError::Panicked(_) => "the task panicked",
        })
    }
}

impl Error for JoinError {}

/// The task's result, for whoever awaits it: a `Task` of asyncio, a
/// `JoinHandle` of tokio; in trio a nursery has this part.
///
/// The one who spawned holds it. The end of the task wakes the one who
/// awaits it. Dropping it detaches the task, which goes on.
///
/// # Panics
///
/// If polled again after it was ready.
pub struct JoinHandle<T>(pub(crate) Rc<Task<T>>);

impl<T> JoinHandle<T> {
    /// Ends the task: in place of its next poll its future is dropped,
    /// and the handle says `Aborted`. One that has ended, or ends in the
    /// poll that aborts it, keeps its result. tokio's `abort`; asyncio's
    /// `cancel` raises in the task, which can refuse.
    pub fn abort(&self) {
        self.0.abort();
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Self::Output> {
        match self.0.outcome.replace(Outcome::Taken) {
            Outcome::Known(result) => Poll::Ready(result),
            Outcome::Awaited(_) => {
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

/// The loop and the handle share it.
pub(crate) struct Task<T> {
    /// The same at every poll.
    waker: Waker,
    /// None of a task that has ended, or is being polled.
    future: Cell<Option<BoxedFuture<T>>>,
    aborted: Cell<bool>,
    outcome: Cell<Outcome<T>>,
}

type BoxedFuture<T> = Pin<Box<dyn Future<Output = T>>>;

enum Outcome<T> {
    Awaited(Option<Waker>),
    Known(Result<T, JoinError>),
    Taken,
}

/// A task, whatever its result is.
pub(crate) trait Step {
    /// Has the next step drop the future.
    fn abort(&self);
    fn is_aborted(&self) -> bool;
    /// Polls the future once, or drops an aborted one. Ready when the
    /// task has ended.
    fn step(&self) -> Poll<()>;
}

impl<T> Task<T> {
    pub(crate) fn new(
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
}

type Ended<T> = Result<T, JoinError>;

impl<T> Step for Task<T> {
    fn abort(&self) {
        self.aborted.set(true);
        self.waker.wake_by_ref();
    }

    fn is_aborted(&self) -> bool {
        self.aborted.get()
    }

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
}

/// Runs `f`; a panic becomes an error. What it leaves half done is
/// dropped, and seen by nobody.
pub(crate) fn contain<R>(
    f: impl FnOnce() -> R,
) -> Result<R, Box<dyn Any + Send>> {
    catch_unwind(AssertUnwindSafe(f))
}

/// Drops what nobody will see. Its destructor can panic.
pub(crate) fn discard<T>(unseen: T) {
    let _ = contain(|| drop(unseen));
}
