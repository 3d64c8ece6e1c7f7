//! Between two turns.

use super::event_loop::Core;
use crate::trace::What;

impl Core {
    // ANCHOR: between_turns
    /// Sleeps while no task is ready.
    pub(super) fn between_turns(&self) {
        if self.tasks.borrow().ready() == 0 {
            self.tell(What::Idle(None), None);
        }
        self.inbox.sleep();
    }
    // ANCHOR_END: between_turns
}
