//! Which task is to be woken when.

use std::collections::BTreeMap;
use std::task::Waker;
use std::time::Duration;

use super::event_loop::Core;
use crate::trace::What;

// ANCHOR: timers
/// The wakers of all sleeps, by deadline. Ties are in the order in
/// which they were set, which is what the second half of the key is
/// for.
#[derive(Default)]
pub(super) struct Timers(BTreeMap<Key, Waker>);

/// A deadline, and a number that the loop gives once.
pub(super) type Key = (Duration, u64);
// ANCHOR_END: timers

// ANCHOR: by_deadline
impl Timers {
    /// Sets a timer, or gives it the waker of the task that has it now.
    /// Returns the old waker: its destructor can be any code, which
    /// must not run while the list is borrowed.
    #[inline]
    pub(super) fn set(
        &mut self,
        key: Key,
        waker: Waker,
    ) -> Option<Waker> {
        self.0.insert(key, waker)
    }

    /// Takes a timer out, unless it has fired.
    #[inline]
    pub(super) fn remove(&mut self, key: &Key) -> Option<Waker> {
        self.0.remove(key)
    }

    pub(super) fn first(&self) -> Option<Duration> {
        self.0.first_key_value().map(|((deadline, _), _)| *deadline)
    }

    /// Takes out the first timer whose deadline has come.
    pub(super) fn take_due(
        &mut self,
        now: Duration,
    ) -> Option<(Duration, Waker)> {
        let first = self.0.first_entry()?;
        let deadline = first.key().0;
        (deadline <= now).then(|| (deadline, first.remove()))
    }
}
// ANCHOR_END: by_deadline

impl Core {
    // ANCHOR: fire_timers
    /// Wakes every task whose deadline has come, by deadline, and ties
    /// in the order in which they were set.
    pub(super) fn fire_timers(&self) {
        if self.timers.borrow().first().is_none() {
            return;
        }
        let now = self.clock.now();
        let next = || self.timers.borrow_mut().take_due(now);
        while let Some((deadline, waker)) = next() {
            self.tell(What::TimerFired(deadline), None);
            waker.wake();
        }
    }
    // ANCHOR_END: fire_timers
}
