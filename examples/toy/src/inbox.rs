//! The handshake between a wake from another thread and a loop that
//! goes to sleep.
//!
//! Either the letter is there when the loop looks, and it stays awake,
//! or the loop is asleep when the letter comes, and the bell is rung.
//! Both look and both tell under one lock, so there is no third case.
//! The loop has the lock of `std` and the bell of mio; a test has
//! loom's, which tries every order of two threads.

use std::mem;

use crate::sync::{Mutex, lock};

/// What ends the sleep of a loop, from any thread.
pub(crate) trait Bell {
    fn ring(&self);
}

/// What other threads leave for a loop. The loop, its wakers and the
/// jobs of its pools hold it; it outlives the loop if one of them does.
pub(crate) struct Inbox<T, B> {
    state: Mutex<State<T>>,
    bell: B,
}

struct State<T> {
    letters: Vec<T>,
    jobs: usize,
    asleep: bool,
    closed: bool,
}

impl<T, B: Bell> Inbox<T, B> {
    pub(crate) fn new(bell: B) -> Inbox<T, B> {
        let state = Mutex::new(State {
            letters: Vec::new(),
            jobs: 0,
            asleep: false,
            closed: false,
        });
        Inbox { state, bell }
    }

    /// Leaves a letter, and rings if the loop sleeps. A letter to a loop
    /// that is gone is dropped.
    pub(crate) fn post(&self, letter: T) {
        // Refused, it comes back, and is dropped outside the lock: what
        // it holds can post another.
        let _refused = self.change_and_ring(|state| {
            if state.closed {
                return Some(letter);
            }
            state.letters.push(letter);
            None
        });
    }

    /// A job begins that can end with a letter.
    pub(crate) fn job_begins(&self) {
        lock(&self.state).jobs += 1;
    }

    /// A job has ended. A sleeping loop looks again: its virtual clock
    /// may have stood still for this job.
    pub(crate) fn job_ends(&self) {
        self.change_and_ring(|state| state.jobs -= 1);
    }

    fn change_and_ring<R>(
        &self,
        change: impl FnOnce(&mut State<T>) -> R,
    ) -> R {
        let mut state = lock(&self.state);
        let result = change(&mut state);
        let asleep = mem::take(&mut state.asleep);
        drop(state);
        if asleep {
            self.bell.ring();
        }
        result
    }

    /// Puts the loop to sleep, unless a letter is there. Returns how
    /// many jobs are under way.
    pub(crate) fn fall_asleep(&self) -> Option<usize> {
        let mut state = lock(&self.state);
        state.asleep = state.letters.is_empty();
        state.asleep.then_some(state.jobs)
    }

    /// Ends the sleep, and empties the inbox.
    pub(crate) fn collect(&self) -> Vec<T> {
        let mut state = lock(&self.state);
        state.asleep = false;
        mem::take(&mut state.letters)
    }

    /// The loop is gone: what comes from now on is dropped.
    pub(crate) fn close(&self) {
        lock(&self.state).closed = true;
        self.collect();
    }
}
