//! What the loop and its leaf futures share.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use super::address::Address;
use super::clock::Clock;
use super::inbox::Inbox;
use super::tasks::Tasks;
use super::timers::Timers;
use crate::trace::{Event, Line, What};

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

    // ANCHOR: tell
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

    /// A tracer stays on the loop's thread, so it does not hear of a
    /// wake that comes from another one.
    pub(super) fn tell_woken(
        inbox: &Arc<Inbox>,
        address: &Arc<Address>,
    ) {
        if let Some(core) = Core::try_running()
            && Arc::ptr_eq(&core.inbox, inbox)
        {
            let number = core.tasks.borrow().number_of(address);
            core.tell_of(number, What::Woken, None);
        }
    }
    // ANCHOR_END: tell
}
