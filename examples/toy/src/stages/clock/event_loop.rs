//! What the loop and its leaf futures share.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use super::clock::Clock;
use super::inbox::Inbox;
use super::tasks::Tasks;
use super::timers::Timers;
use crate::trace::Event;

// ANCHOR: loop
/// The loop's own part, which never leaves its thread.
pub(super) struct Core {
    pub(super) clock: Clock,
    pub(super) inbox: Arc<Inbox>,
    pub(super) timers: RefCell<Timers>,
    pub(super) tasks: RefCell<Tasks>,
    /// The number of the task that has the turn.
    pub(super) current: Cell<Option<u64>>,
    pub(super) polls: Cell<u64>,
    pub(super) turns: Cell<u64>,
    tickets: Cell<u64>,
    pub(super) tracer: OnceCell<Box<dyn Fn(Event)>>,
}
// ANCHOR_END: loop

impl Core {
    pub(super) fn new(clock: Clock) -> Core {
        let inbox = Arc::new(Inbox::default());
        Core {
            clock,
            timers: RefCell::default(),
            tasks: RefCell::new(Tasks::new(&inbox)),
            inbox,
            current: Cell::default(),
            polls: Cell::default(),
            turns: Cell::default(),
            tickets: Cell::default(),
            tracer: OnceCell::new(),
        }
    }

    /// A number that the loop gives once.
    #[inline]
    pub(super) fn ticket(&self) -> u64 {
        self.tickets.update(|tickets| tickets + 1);
        self.tickets.get()
    }
}
