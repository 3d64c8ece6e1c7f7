//! What the loop and its leaf futures share.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use super::inbox::Inbox;
use super::tasks::Tasks;
use crate::trace::Event;

// ANCHOR: loop
/// The loop's own part, which never leaves its thread.
pub(super) struct Core {
    pub(super) inbox: Arc<Inbox>,
    pub(super) tasks: RefCell<Tasks>,
    /// The number of the task that has the turn.
    pub(super) current: Cell<Option<u64>>,
    pub(super) polls: Cell<u64>,
    pub(super) turns: Cell<u64>,
    pub(super) tracer: OnceCell<Box<dyn Fn(Event)>>,
}
// ANCHOR_END: loop

impl Core {
    pub(super) fn new() -> Core {
        let inbox = Arc::new(Inbox::default());
        Core {
            tasks: RefCell::new(Tasks::new(&inbox)),
            inbox,
            current: Cell::default(),
            polls: Cell::default(),
            turns: Cell::default(),
            tracer: OnceCell::new(),
        }
    }
}
