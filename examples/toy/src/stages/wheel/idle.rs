//! Between two turns.

// ANCHOR: between_turns
use std::time::Duration;

use super::clock::Clock;
use super::event_loop::Core;
use crate::trace::What;

pub(super) const ZERO: Option<Duration> = Some(Duration::ZERO);

impl Core {
    /// A loop that is never idle looks at its sockets within the turn.
    pub(super) fn between_turns(&self) {
        if self.tasks.borrow().ready() == 0 {
            self.sleep();
        }
        self.fire_timers();
    }
    // ANCHOR_END: between_turns

    // ANCHOR: sleep
    /// Sleeps until something happens; a virtual clock jumps instead,
    /// unless it stands still for the jobs of a pool.
    fn sleep(&self) {
        let Some(jobs) = self.inbox.fall_asleep() else {
            // A letter is there: no sleep, but it is collected.
            self.look(ZERO);
            return;
        };
        let deadline = self.timers.borrow_mut().first();
        let left =
            deadline.map(|at| at.saturating_sub(self.clock.now()));
        let timeout = match (&self.clock, left) {
            (Clock::Real(_), left) => left,
            (_, Some(left)) if jobs == 0 || left.is_zero() => ZERO,
            _ => None,
        };
        self.tell(What::Idle(timeout), None);
        let silent = !self.look(timeout);
        if let (Clock::Virtual(now), Some(left)) = (&self.clock, left)
            && silent
        {
            now.update(|now| now + left);
            self.tell(What::Jumped(now.get()), None);
        }
    }

    /// Asks the system and the inbox which tasks can go on, and says
    /// whether they had anything to tell.
    pub(super) fn look(&self, timeout: Option<Duration>) -> bool {
        let anything = self.reactor.look(self, timeout);
        let letters = self.inbox.collect();
        for address in &letters {
            if address.take_letter() {
                self.queue(address);
            }
        }
        anything || !letters.is_empty()
    }
    // ANCHOR_END: sleep
}
