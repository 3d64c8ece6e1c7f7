//! Between two turns.

use super::event_loop::Core;
use crate::trace::What;

impl Core {
    // ANCHOR: between_turns
    pub(super) fn between_turns(&self) {
        if self.tasks.borrow().ready() == 0 {
            self.sleep();
        }
        self.fire_timers();
    }

    /// Sleeps until a wake comes, or until the first deadline.
    fn sleep(&self) {
        let deadline = self.timers.borrow().first();
        let timeout =
            deadline.map(|at| at.saturating_sub(self.clock.now()));
        self.tell(What::Idle(timeout), None);
        self.inbox.sleep(timeout);
    }
    // ANCHOR_END: between_turns

    // ANCHOR: fire_timers
    /// Wakes every task whose deadline has come, the first set first.
    fn fire_timers(&self) {
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
