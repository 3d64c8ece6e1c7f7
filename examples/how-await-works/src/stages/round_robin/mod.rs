// after: by_hand
//! The compiler writes the enum, and a deque gives turns.
//!
//! New: `Future::poll` is what `resume` was, and takes and returns no
//! time; so one queue holds tasks of every kind. A task that is not
//! finished goes to the back, whether it can go on or not.
//!
//! Mirrors Beazley's `tasks = deque()` and `next(task)`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::now;

const NAP: Duration = Duration::from_millis(100);

// ANCHOR: queue
pub(super) type Task = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    pub(super) static TASKS: RefCell<VecDeque<Task>> =
        RefCell::default();
}

/// Puts a task at the back of the queue.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    TASKS.with_borrow_mut(|tasks| tasks.push_back(Box::pin(task)));
}
// ANCHOR_END: queue

// ANCHOR: yield
/// Ends this turn. The next turn goes on after the `await`.
pub async fn yield_now() {
    let mut turns = [Poll::Ready(()), Poll::Pending].into_iter().rev();
    poll_fn(|_| turns.next().expect("it is awaited once")).await;
}

/// Passes on its turn until the time is over.
pub async fn sleep(duration: Duration) {
    let until = now() + duration;
    while now() < until {
        yield_now().await;
    }
}
// ANCHOR_END: yield

// ANCHOR: run
/// Gives turns, round after round, until every task has ended.
pub fn run() {
    let mut nobody = Context::from_waker(Waker::noop());
    while TASKS.with_borrow(|tasks| !tasks.is_empty()) {
        for mut task in TASKS.take() {
            if task.as_mut().poll(&mut nobody).is_pending() {
                TASKS.with_borrow_mut(|tasks| tasks.push_back(task));
            }
        }
        crate::sleep(NAP);
    }
}
// ANCHOR_END: run
