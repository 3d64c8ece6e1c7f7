//! The ready queue, and the handshake between a wake from another
//! thread and a loop that goes to sleep.
//!
//! Either the task is in the queue when the loop looks, and it stays
//! awake, or the loop is asleep when the wake comes, and the bell is
//! rung. Both look and both tell under one lock, so there is no third
//! case.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;

use super::address::Address;
use super::bell::Bell;
use super::sync::{Mutex, lock};

// ANCHOR: inbox
/// The addresses of the tasks that can go on, and a bell for a loop
/// that sleeps. The loop and its wakers hold it; it outlives the loop
/// if a waker does.
pub(super) struct Inbox {
    state: Mutex<State>,
    bell: Bell,
}

#[derive(Default)]
struct State {
    ready: VecDeque<Arc<Address>>,
    asleep: bool,
    closed: bool,
    jobs: usize,
}
// ANCHOR_END: inbox

impl Inbox {
    pub(super) fn new(bell: Bell) -> Inbox {
        let state = Mutex::default();
        Inbox { state, bell }
    }

    // ANCHOR: push
    /// Puts a task at the end of the queue, and rings if the loop
    /// sleeps.
    pub(super) fn push(&self, address: Arc<Address>) {
        self.change_and_ring(|state| {
            if !state.closed {
                state.ready.push_back(address);
            }
        });
    }

    fn change_and_ring(&self, change: impl FnOnce(&mut State)) {
        let mut state = lock(&self.state);
        change(&mut state);
        let asleep = mem::take(&mut state.asleep);
        drop(state);
        if asleep {
            self.bell.ring();
        }
    }
    // ANCHOR_END: push

    pub(super) fn ready(&self) -> usize {
        lock(&self.state).ready.len()
    }

    pub(super) fn next(&self) -> Option<Arc<Address>> {
        lock(&self.state).ready.pop_front()
    }

    // ANCHOR: jobs
    /// A job begins that can end with a wake.
    pub(super) fn job_begins(&self) {
        lock(&self.state).jobs += 1;
    }

    /// A job has ended. A sleeping loop looks again: its virtual clock
    /// may have stood still for this job.
    pub(super) fn job_ends(&self) {
        self.change_and_ring(|state| state.jobs -= 1);
    }
    // ANCHOR_END: jobs

    // ANCHOR: asleep
    /// Notes that the loop sleeps, unless a task is ready. From now on
    /// a wake rings the bell. Returns how many jobs are under way.
    pub(super) fn fall_asleep(&self) -> Option<usize> {
        let mut state = lock(&self.state);
        state.asleep = state.ready.is_empty();
        state.asleep.then_some(state.jobs)
    }

    /// Ends the sleep, and says whether a wake came.
    pub(super) fn wake_up(&self) -> bool {
        let mut state = lock(&self.state);
        state.asleep = false;
        !state.ready.is_empty()
    }
    // ANCHOR_END: asleep

    /// The loop is gone: a wake that comes from now on is dropped, and
    /// so are those that are here, because each holds the inbox.
    pub(super) fn close(&self) {
        let mut state = lock(&self.state);
        state.closed = true;
        state.ready.clear();
    }
}
