//! The handshake between a wake from another thread and a loop that
//! goes to sleep.
//!
//! Either the letter is there when the loop looks, and it stays awake,
//! or the loop is asleep when the letter comes, and the bell is rung.
//! Both look and both tell under one lock, so there is no third case.
//! A test has loom's lock and bell here, and tries every order of two
//! threads.

// ANCHOR: inbox
use std::mem;
use std::sync::Arc;

use super::address::Address;
use super::bell::Bell;
use super::sync::{Mutex, lock};

/// What comes from outside the run of a loop. The loop, its wakers and
/// the jobs of its pools hold it; it outlives the loop if one of them
/// does.
pub(super) struct Inbox {
    state: Mutex<State>,
    bell: Bell,
}

/// A wake from outside the run of the loop.
type Letter = Arc<Address>;

#[derive(Default)]
struct State {
    letters: Vec<Letter>,
    jobs: usize,
    asleep: bool,
    closed: bool,
}
// ANCHOR_END: inbox

// ANCHOR: post
impl Inbox {
    pub(super) fn new(bell: Bell) -> Inbox {
        let state = Mutex::default();
        Inbox { state, bell }
    }

    /// Leaves a letter, and rings if the loop sleeps. A letter to a
    /// loop that is gone is dropped.
    pub(super) fn post(&self, letter: Letter) {
        self.change_and_ring(|state| {
            if !state.closed {
                state.letters.push(letter);
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
    // ANCHOR_END: post

    // ANCHOR: jobs
    /// A job begins that can end with a letter.
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
    /// Puts the loop to sleep, unless a letter is there. Returns how
    /// many jobs are under way.
    pub(super) fn fall_asleep(&self) -> Option<usize> {
        let mut state = lock(&self.state);
        state.asleep = state.letters.is_empty();
        state.asleep.then_some(state.jobs)
    }

    /// Ends the sleep, and empties the inbox.
    pub(super) fn collect(&self) -> Vec<Letter> {
        let mut state = lock(&self.state);
        state.asleep = false;
        mem::take(&mut state.letters)
    }

    /// The loop is gone: a letter that comes from now on is dropped,
    /// and so are those that are here, because each holds the inbox.
    pub(super) fn close(&self) {
        let mut state = lock(&self.state);
        state.closed = true;
        state.letters.clear();
    }
}
// ANCHOR_END: asleep
