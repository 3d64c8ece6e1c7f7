//! What the tracer is told, and of which task.

use super::event_loop::Core;
use crate::trace::{Event, Line, What};

impl Core {
    /// Tells the tracer of the task that has the turn; between turns,
    /// of none.
    #[inline]
    pub(super) fn tell(&self, what: What, line: Option<Line>) {
        self.tell_of(self.current.get(), what, line);
    }

    pub(super) fn tell_of(
        &self,
        task: Option<u64>,
        what: What,
        line: Option<Line>,
    ) {
        if let Some(tracer) = self.tracer.get() {
            let by = self.current.get();
            tracer(Event {
                what,
                task,
                by,
                line,
            });
        }
    }
}
