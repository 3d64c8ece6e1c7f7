//! Between two turns.

use std::time::Duration;

use super::clock::Clock;
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

    /// Sleeps until a wake comes, or until the first deadline. A
    /// virtual clock jumps there instead.
    fn sleep(&self) {
        let deadline = self.timers.borrow().first();
        let left =
            deadline.map(|at| at.saturating_sub(self.clock.now()));
        let timeout = match self.clock {
            Clock::Real(_) => left,
            Clock::Virtual(_) => left.map(|_| Duration::ZERO),
        };
        self.tell(What::Idle(timeout), None);
        let silent = self.inbox.sleep(timeout);
        if let (Clock::Virtual(now), Some(left)) = (&self.clock, left)
            && silent
        {
            now.update(|now| now + left);
            self.tell(What::Jumped(now.get()), None);
        }
    }
    // ANCHOR_END: between_turns
}
