//! Where a wake finds its task.

// ANCHOR: waker
use std::sync::Arc;
use std::sync::atomic::{
    AtomicBool, Ordering::AcqRel, Ordering::Relaxed,
};
use std::task::Wake;

use super::event_loop::Core;
use super::inbox::Inbox;

/// What a waker holds: where the task lives and how to tell its loop,
/// never the future. So a waker can go to any thread, and the future
/// need not. While a waker or the inbox holds an address, it is that
/// of one task alone; afterwards the slot's next task gets it.
pub(super) struct Address {
    pub(super) slot: usize,
    inbox: Arc<Inbox>,
    /// Whether a letter came, and the task was not polled since.
    posted: AtomicBool,
}

impl Wake for Address {
    fn wake(self: Arc<Address>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Address>) {
        match Core::try_running() {
            // This is the loop's own thread, and its run.
            Some(core) if Arc::ptr_eq(&core.inbox, &self.inbox) => {
                core.queue(self);
            }
            // One letter is enough, however often it is woken.
            _ if self.posted.swap(true, AcqRel) => {}
            _ => self.inbox.post(self.clone()),
        }
    }
}
// ANCHOR_END: waker

// ANCHOR: take_letter
impl Address {
    pub(super) fn new(slot: usize, inbox: &Arc<Inbox>) -> Arc<Address> {
        Arc::new(Address {
            slot,
            inbox: inbox.clone(),
            posted: AtomicBool::new(false),
        })
    }

    /// Whether there is a letter, which counts no more. Read and
    /// written at once, so that the next poll sees what the waking
    /// thread did before; and not written at all where no thread but
    /// the loop's wakes the task.
    pub(super) fn take_letter(&self) -> bool {
        self.posted.load(Relaxed) && self.posted.swap(false, AcqRel)
    }
}
// ANCHOR_END: take_letter
