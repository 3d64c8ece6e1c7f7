//! Futures whose wakers say when they are kept and when they are used.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use cooked_waker::{IntoWaker, Wake, WakeRef};

use crate::with;

/// A task's future. Whose it is, its poll says.
pub fn kept<F: Future>(future: F) -> impl Future<Output = F::Output> + Unpin {
    let mut future = Box::pin(future);
    poll_fn(move |context| poll(future.as_mut(), context.waker()))
}

/// Polls the future of the task that has the turn.
pub fn poll<F: Future + ?Sized>(future: Pin<&mut F>, waker: &Waker) -> Poll<F::Output> {
    let Some(task) = with(|state| state.current) else {
        return future.poll(&mut Context::from_waker(waker));
    };
    let observed = Box::new(Observed { task, kept: None, waker: waker.clone() }).into_waker();
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
        let kept = with(|state| state.keep_unless_dropped(self.task));
        Observed { task: self.task, kept, waker: self.waker.clone() }
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
        // The other loops tell of their wakes themselves.
        with(|state| state.is_tokio().then(|| state.wake(self.task)));
        self.waker.wake_by_ref();
    }
}

impl Wake for Observed {}
