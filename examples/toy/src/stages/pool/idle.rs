//! Between two turns.

use std::time::Duration;

use super::clock::Clock;
use super::event_loop::Core;
use crate::trace::What;

const ZERO: Option<Duration> = Some(Duration::ZERO);

impl Core {
    // ANCHOR: between_turns
    /// Also a loop that is never idle looks at its sockets here.
    pub(super) fn between_turns(&self) {
        match self.inbox.fall_asleep() {
            Some(jobs) => self.sleep(jobs),
            None => {
                self.look(ZERO);
            }
        }
        self.fire_timers();
    }

    /// Sleeps until something happens; a virtual clock jumps instead,
    /// unless it stands still for the jobs of a pool.
    fn sleep(&self, jobs: usize) {
        let deadline = self.timers.borrow().first();
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
    fn look(&self, timeout: Option<Duration>) -> bool {
        let anything = self.reactor.look(self, timeout);
        let woken = self.inbox.wake_up();
        anything || woken
    }
    // ANCHOR_END: between_turns
}
