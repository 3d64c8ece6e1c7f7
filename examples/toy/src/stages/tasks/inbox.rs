//! The ready queue, which any thread can reach.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, PoisonError};

use super::address::Address;
use super::sync::{Mutex, lock};

// ANCHOR: inbox
/// The addresses of the tasks that can go on, and a bell for a loop
/// that sleeps. The loop and its wakers hold it; it outlives the loop
/// if a waker does.
#[derive(Default)]
pub(super) struct Inbox {
    state: Mutex<State>,
    bell: Condvar,
}

#[derive(Default)]
struct State {
    ready: VecDeque<Arc<Address>>,
    closed: bool,
}
// ANCHOR_END: inbox

impl Inbox {
    /// Puts a task at the end of the queue.
    pub(super) fn push(&self, address: Arc<Address>) {
        let mut state = lock(&self.state);
        if !state.closed {
            state.ready.push_back(address);
            self.bell.notify_one();
        }
    }

    pub(super) fn ready(&self) -> usize {
        lock(&self.state).ready.len()
    }

    pub(super) fn next(&self) -> Option<Arc<Address>> {
        lock(&self.state).ready.pop_front()
    }

    // ANCHOR: sleep
    /// Sleeps while the queue is empty. To give the lock back and to
    /// fall asleep is one step for other threads, so no wake can come
    /// in between.
    pub(super) fn sleep(&self) {
        let state = lock(&self.state);
        let woken =
            self.bell.wait_while(state, |it| it.ready.is_empty());
        drop(woken.unwrap_or_else(PoisonError::into_inner));
    }
    // ANCHOR_END: sleep

    /// The loop is gone: a wake that comes from now on is dropped, and
    /// so are those that are here, because each holds the inbox.
    pub(super) fn close(&self) {
        let mut state = lock(&self.state);
        state.closed = true;
        state.ready.clear();
    }
}
