//! The tasks of a loop, each in a slot that is used again.

// ANCHOR: tasks
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;

use super::address::Address;
use super::inbox::Inbox;
use super::task::Step;

/// The tasks of a loop, and which of them can go on.
pub(super) struct Tasks {
    slots: Vec<Slot>,
    vacant: Vec<usize>,
    ready: VecDeque<Id>,
    inbox: Arc<Inbox>,
    made: u64,
}

/// Names one task for ever: slots are used again, numbers are not.
#[derive(Clone, Copy)]
pub(super) struct Id {
    slot: usize,
    pub(super) number: u64,
}

struct Slot {
    address: Arc<Address>,
    /// That of the task which lives here.
    number: Option<u64>,
    /// None for main, whose future is on the stack of `run`.
    task: Option<Rc<dyn Step>>,
    /// A task that is in the queue is not put there twice.
    queued: bool,
}
// ANCHOR_END: tasks

// ANCHOR: new
impl Tasks {
    pub(super) fn new(inbox: &Arc<Inbox>) -> Tasks {
        Tasks {
            slots: Vec::new(),
            vacant: Vec::new(),
            ready: VecDeque::new(),
            inbox: inbox.clone(),
            made: 0,
        }
    }
    // ANCHOR_END: new

    // ANCHOR: admit
    /// Puts a new task, still without its future, at the end of the
    /// ready queue.
    pub(super) fn admit(&mut self) -> (Id, Waker) {
        let slot = self.vacant_slot();
        let number = self.made;
        self.made += 1;
        let id = Id { slot, number };
        self.ready.push_back(id);
        let slot = &mut self.slots[slot];
        slot.number = Some(number);
        slot.queued = true;
        (id, Waker::from(slot.address.clone()))
    }

    /// A vacant slot, with an address that no waker holds.
    fn vacant_slot(&mut self) -> usize {
        let Some(slot) = self.vacant.pop() else {
            self.slots.push(Slot {
                address: Address::new(self.slots.len(), &self.inbox),
                number: None,
                task: None,
                queued: false,
            });
            return self.slots.len() - 1;
        };
        let address = &mut self.slots[slot].address;
        // One owner is the slot. Any other, a waker or a letter,
        // would otherwise wake the slot's next task.
        if Arc::strong_count(address) > 1 {
            *address = Address::new(slot, &self.inbox);
        }
        slot
    }
    // ANCHOR_END: admit

    // ANCHOR: queue
    /// Lets the task live in its slot.
    pub(super) fn house(&mut self, id: Id, task: Rc<dyn Step>) {
        self.slots[id.slot].task = Some(task);
    }

    /// Puts the task that lives there into the ready queue, and returns
    /// its number, unless it is there already or has ended: then the
    /// slot is vacant, or has got another address.
    #[inline]
    pub(super) fn queue(
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
    // ANCHOR_END: queue

    // ANCHOR: next_ready
    pub(super) fn ready(&self) -> usize {
        self.ready.len()
    }

    /// Takes the next task out of the ready queue, unless it has ended
    /// meanwhile.
    #[inline]
    pub(super) fn next_ready(
        &mut self,
    ) -> Option<(Id, Option<Rc<dyn Step>>)> {
        let id = self.ready.pop_front()?;
        let slot = &mut self.slots[id.slot];
        if slot.number != Some(id.number) {
            return None;
        }
        // Before the poll, so that a wake during it counts. A letter
        // that is under way asks for this very poll.
        slot.queued = false;
        slot.address.take_letter();
        Some((id, slot.task.clone()))
    }
    // ANCHOR_END: next_ready

    // ANCHOR: retire
    pub(super) fn all(&self) -> Vec<Rc<dyn Step>> {
        let tasks = self.slots.iter().map(|slot| slot.task.clone());
        tasks.flatten().collect()
    }

    /// Takes an ended task out of its slot.
    pub(super) fn retire(&mut self, id: Id) -> Option<Rc<dyn Step>> {
        self.vacant.push(id.slot);
        let slot = &mut self.slots[id.slot];
        // A wake that comes from now on finds no task.
        slot.number = None;
        slot.task.take()
    }
}
// ANCHOR_END: retire
