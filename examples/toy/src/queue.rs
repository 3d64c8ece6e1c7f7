//! Where a wake finds its task: slots, addresses, the ready queue.

use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{
    AtomicBool, Ordering::AcqRel, Ordering::Relaxed,
};
use std::task::{Wake, Waker};

use crate::executor::Core;
use crate::inbox::{Bell, Inbox};
use crate::task::Step;

/// The tasks of a loop, and which of them can go on.
#[derive(Default)]
pub(crate) struct Tasks {
    slots: Vec<Slot>,
    vacant: Vec<usize>,
    ready: VecDeque<Id>,
    made: u64,
}

/// Names one task for ever: slots are used again, numbers are not.
#[derive(Clone, Copy)]
pub(crate) struct Id {
    slot: usize,
    pub(crate) number: u64,
}

struct Slot {
    address: Arc<Address>,
    /// That of the task which lives here.
    number: Option<u64>,
    /// None for main, whose future is on the stack of `run`.
    task: Option<Rc<dyn Step>>,
    queued: bool,
}

impl Tasks {
    /// Puts a new task, still without its future, at the end of the
    /// ready queue.
    pub(crate) fn admit(&mut self, inbox: &Arc<Mail>) -> (Id, Waker) {
        let slot = self.vacate(inbox);
        let number = self.made;
        self.made += 1;
        let id = Id { slot, number };
        self.ready.push_back(id);
        let slot = &mut self.slots[slot];
        slot.number = Some(number);
        slot.queued = true;
        (id, Waker::from(slot.address.clone()))
    }

    /// A vacant slot, with an address that nobody else holds.
    fn vacate(&mut self, inbox: &Arc<Mail>) -> usize {
        let Some(slot) = self.vacant.pop() else {
            self.slots.push(Slot {
                address: Address::new(self.slots.len(), inbox),
                number: None,
                task: None,
                queued: false,
            });
            return self.slots.len() - 1;
        };
        let address = &mut self.slots[slot].address;
        // Else the wakers of the task before would wake the next one.
        if Arc::strong_count(address) > 1 {
            *address = Address::new(slot, inbox);
        }
        slot
    }

    /// Lets the task live in its slot.
    pub(crate) fn house(&mut self, id: Id, task: Rc<dyn Step>) {
        self.slots[id.slot].task = Some(task);
    }

    pub(crate) fn ready(&self) -> usize {
        self.ready.len()
    }

    /// Takes the next one out of the ready queue, unless it has ended
    /// meanwhile.
    #[inline]
    pub(crate) fn next_ready(
        &mut self,
    ) -> Option<(Id, Option<Rc<dyn Step>>)> {
        let id = self.ready.pop_front()?;
        let slot = &mut self.slots[id.slot];
        if slot.number != Some(id.number) {
            return None;
        }
        // Before the poll, so that a wake during it counts.
        slot.queued = false;
        slot.address.take_letter();
        Some((id, slot.task.clone()))
    }

    /// Puts the task that lives there into the ready queue, and returns
    /// its number, unless it has ended or stands there already.
    #[inline]
    pub(crate) fn queue(
        &mut self,
        address: &Arc<Address>,
    ) -> Option<u64> {
        let slot = &mut self.slots[address.slot];
        let here = Arc::ptr_eq(&slot.address, address);
        let number = slot.number.filter(|_| here && !slot.queued)?;
        slot.queued = true;
        let slot = address.slot;
        self.ready.push_back(Id { slot, number });
        Some(number)
    }

    pub(crate) fn all(&self) -> Vec<Rc<dyn Step>> {
        let tasks = self.slots.iter().map(|slot| slot.task.clone());
        tasks.flatten().collect()
    }

    /// Takes an ended task out of its slot.
    pub(crate) fn retire(&mut self, id: Id) -> Option<Rc<dyn Step>> {
        self.vacant.push(id.slot);
        let slot = &mut self.slots[id.slot];
        slot.number = None;
        slot.task.take()
    }
}

/// What a waker holds: where the task lives and how to tell its loop,
/// never the future. So a waker can go to any thread, and the future
/// need not. While anybody holds a clone the address is that of this
/// task alone; afterwards it goes to the slot's next task.
pub(crate) struct Address {
    slot: usize,
    inbox: Arc<Mail>,
    /// Whether the inbox has a letter from it that is to count.
    posted: AtomicBool,
}

/// The inbox of a loop, with a real bell.
pub(crate) type Mail = Inbox<Arc<Address>, mio::Waker>;

impl Bell for mio::Waker {
    fn ring(&self) {
        self.wake().expect("the system takes one more event");
    }
}

impl Address {
    fn new(slot: usize, inbox: &Arc<Mail>) -> Arc<Address> {
        Arc::new(Address {
            slot,
            inbox: inbox.clone(),
            posted: AtomicBool::new(false),
        })
    }

    /// Whether there is a letter, which counts no more. Read and written
    /// at once, so that the next poll sees what the waker's thread did
    /// before; and not written at all where no thread but the loop's
    /// wakes the task.
    pub(crate) fn take_letter(&self) -> bool {
        self.posted.load(Relaxed) && self.posted.swap(false, AcqRel)
    }
}

impl Wake for Address {
    fn wake(self: Arc<Address>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Address>) {
        match Core::try_current() {
            Some(core) if Arc::ptr_eq(&core.inbox, &self.inbox) => {
                core.queue(self);
            }
            _ if self.posted.swap(true, AcqRel) => {}
            _ => self.inbox.post(self.clone()),
        }
    }
}
