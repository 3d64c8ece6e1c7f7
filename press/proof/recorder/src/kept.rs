//! Futures whose wakers say when they are kept and when they are used.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use cooked_waker::{IntoWaker, Wake, WakeRef};

use crate::with;

/// A task's future. Whose it is, its poll says.
pub struct Kept<F>(Pin<Box<F>>);

impl<F: Future> Kept<F> {
    pub fn new(future: F) -> Kept<F> {
        Kept(Box::pin(future))
    }
}

impl<F: Future> Future for Kept<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        poll(self.0.as_mut(), cx.waker())
    }
}

/// Polls the future of the task that has the turn.
pub fn poll<F: Future + ?Sized>(future: Pin<&mut F>, waker: &Waker) -> Poll<F::Output> {
    let Some(task) = with(|state| state.current) else {
        return future.poll(&mut Context::from_waker(waker));
    };
    let (kept, waker) = (None, waker.clone());
    let observed = Box::new(Observed { task, kept, waker }).into_waker();
    future.poll(&mut Context::from_waker(&observed))
}

/// `std::task::Wake` does not let us see a clone.
struct Observed {
    task: u32,
    /// The number of this clone; the poll's own waker is none.
    kept: Option<u64>,
    waker: Waker,
}

impl Clone for Observed {
    fn clone(&self) -> Observed {
        let Observed { task, ref waker, .. } = *self;
        let kept = with(|state| state.keep_unless_dropped(task));
        let waker = waker.clone();
        Observed { task, kept, waker }
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        if let Some(kept) = self.kept {
            with(|state| state.drop_kept(kept));
        }
    }
}

impl WakeRef for Observed {
    fn wake_by_ref(&self) {
        with(|state| state.wake_main(self.task));
        self.waker.wake_by_ref();
    }
}

impl Wake for Observed {}
