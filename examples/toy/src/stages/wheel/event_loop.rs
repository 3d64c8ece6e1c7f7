//! What the loop and its leaf futures share.

// ANCHOR: loop
use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use super::address::Address;
use super::clock::Clock;
use super::inbox::Inbox;
use super::reactor::Reactor;
use super::tasks::Tasks;
use super::wheel::Wheel;
use crate::trace::{Event, What};

/// The loop's own part, which never leaves its thread.
pub(super) struct Core {
    pub(super) clock: Clock,
    pub(super) inbox: Arc<Inbox>,
    pub(super) timers: RefCell<Wheel>,
    pub(super) reactor: Reactor,
    pub(super) tasks: RefCell<Tasks>,
    /// The number of the task that has the turn.
    pub(super) current: Cell<Option<u64>>,
    pub(super) polls: Cell<u64>,
    pub(super) turns: Cell<u64>,
    /// How many operations on sockets the poll may do yet.
    pub(super) rounds: Cell<u64>,
    tickets: Cell<u64>,
    pub(super) tracer: OnceCell<Box<dyn Fn(Event)>>,
}
// ANCHOR_END: loop

// ANCHOR: new
impl Core {
    pub(super) fn new(clock: Clock) -> Core {
        let (reactor, bell) = Reactor::new();
        let inbox = Arc::new(Inbox::new(bell));
        Core {
            clock,
            timers: RefCell::default(),
            reactor,
            tasks: RefCell::new(Tasks::new(&inbox)),
            inbox,
            current: Cell::default(),
            polls: Cell::default(),
            turns: Cell::default(),
            rounds: Cell::default(),
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
    // ANCHOR_END: new

    // ANCHOR: queue
    /// For wakes from the loop's own thread, and for letters.
    #[inline]
    pub(super) fn queue(&self, address: &Arc<Address>) {
        let number = self.tasks.borrow_mut().queue(address);
        if number.is_some() {
            self.tell_of(number, What::Woken, None);
        }
    }
}
// ANCHOR_END: queue
