//! Waking the tasks whose deadline has come.

use super::event_loop::Core;
/// The wakers of all sleeps.
pub(super) use super::wheel::Wheel as Timers;
use crate::trace::What;

impl Core {
    // ANCHOR: fire_timers
    /// Wakes every task whose deadline has come, by deadline, and ties
    /// in the order in which they were set.
    pub(super) fn fire_timers(&self) {
        if self.timers.borrow().is_empty() {
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
