//! The handshake between a wake from another thread and a loop that
//! goes to sleep.
//!
//! Either the letter is there when the loop looks, and it stays awake,
//! or the loop is asleep when the letter comes, and the bell is rung.
//! Both look and both tell under one lock, so there is no third case.
//! The lock and the bell are parameters: the loop has those of `std`
//! and mio; a test has loom's, which tries every order of two threads.

use std::mem;

/// What the handshake is built from.
pub(crate) trait Primitives {
    /// A mutex.
    type Lock<T>;
    /// What ends the sleep of a loop.
    type Bell;

    fn lock<T>(value: T) -> Self::Lock<T>;
    fn with<T, R>(
        lock: &Self::Lock<T>,
        f: impl FnOnce(&mut T) -> R,
    ) -> R;
    fn ring(bell: &Self::Bell);
}

/// What other threads leave for a loop. The loop, its wakers and the
/// jobs of its pools hold it; it outlives the loop if one of them does.
pub(crate) struct Inbox<T, P: Primitives> {
    state: P::Lock<State<T>>,
    bell: P::Bell,
}

struct State<T> {
    letters: Vec<T>,
    jobs: usize,
    asleep: bool,
    closed: bool,
}

impl<T, P: Primitives> Inbox<T, P> {
    pub(crate) fn new(bell: P::Bell) -> Inbox<T, P> {
        let state = P::lock(State {
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
        let (asleep, refused) = P::with(&self.state, |state| {
            if state.closed {
                return (false, Some(letter));
            }
            state.letters.push(letter);
            (mem::take(&mut state.asleep), None)
        });
        // Outside the lock: what a letter holds can post another.
        drop(refused);
        if asleep {
            P::ring(&self.bell);
        }
    }

    /// Puts the loop to sleep, unless a letter is there. Returns how
    /// many jobs are under way.
    pub(crate) fn fall_asleep(&self) -> Option<usize> {
        P::with(&self.state, |state| {
            state.asleep = state.letters.is_empty();
            state.asleep.then_some(state.jobs)
        })
    }

    /// Ends the sleep, and empties the inbox.
    pub(crate) fn collect(&self) -> Vec<T> {
        P::with(&self.state, |state| {
            state.asleep = false;
            mem::take(&mut state.letters)
        })
    }

    /// A job begins that can end with a letter.
    pub(crate) fn job_begins(&self) {
        P::with(&self.state, |state| state.jobs += 1);
    }

    /// A job has ended. A sleeping loop looks again: its virtual clock
    /// may have stood still for this job.
    pub(crate) fn job_ends(&self) {
        let asleep = P::with(&self.state, |state| {
            state.jobs -= 1;
            mem::take(&mut state.asleep)
        });
        if asleep {
            P::ring(&self.bell);
        }
    }

    /// The loop is gone: what comes from now on is dropped.
    pub(crate) fn close(&self) {
        P::with(&self.state, |state| state.closed = true);
        self.collect();
    }
}
