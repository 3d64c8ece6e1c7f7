//! Where a wake finds its task.

use std::sync::Arc;
use std::sync::atomic::{
    AtomicBool, Ordering::AcqRel, Ordering::Relaxed,
};
use std::task::Wake;

use super::event_loop::Core;
use super::inbox::Inbox;
use crate::trace::What;

// ANCHOR: waker
/// What a waker holds: where the task lives and the inbox of its loop,
/// never the future. So a waker can go to any thread, and the future
/// need not. While a waker or the queue holds an address, it is that
/// of one task alone; afterwards the slot's next task gets it.
pub(super) struct Address {
    pub(super) slot: usize,
    queued: AtomicBool,
    inbox: Arc<Inbox>,
}

impl Wake for Address {
    fn wake(self: Arc<Address>) {
        // A task that is in the queue is not put there twice.
        if !self.queued.swap(true, AcqRel) {
            self.tell_woken();
            self.inbox.clone().push(self);
        }
    }
}
// ANCHOR_END: waker

impl Address {
    pub(super) fn new(slot: usize, inbox: &Arc<Inbox>) -> Arc<Address> {
        Arc::new(Address {
            slot,
            queued: AtomicBool::new(false),
            inbox: inbox.clone(),
        })
    }

    /// For a new task. No waker of it is there yet.
    pub(super) fn enter_queue(self: &Arc<Address>) {
        self.queued.store(true, Relaxed);
        self.inbox.push(self.clone());
    }

    /// A tracer stays on the loop's thread, so it does not hear of a
    /// wake that comes from another one.
    fn tell_woken(self: &Arc<Address>) {
        if let Some(core) = Core::try_running()
            && Arc::ptr_eq(&core.inbox, &self.inbox)
        {
            let number = core.tasks.borrow().number_of(self);
            core.tell_of(number, What::Woken, None);
        }
    }

    // ANCHOR: leave_queue
    /// From now on a wake asks for another poll. One step reads and
    /// writes, so this poll sees what the waking thread did before.
    pub(super) fn leave_queue(&self) {
        self.queued.swap(false, AcqRel);
    }
    // ANCHOR_END: leave_queue
}
