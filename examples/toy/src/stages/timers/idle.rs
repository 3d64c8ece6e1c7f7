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
}
