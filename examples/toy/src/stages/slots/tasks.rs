//! The tasks of a loop, each in a slot that is used again.

use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;

use super::address::Address;
use super::inbox::Inbox;
use super::task::Step;

// ANCHOR: tasks
/// The tasks of a loop, and the slots that wait for one.
pub(super) struct Tasks {
    slots: Vec<Slot>,
    vacant: Vec<usize>,
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
}
// ANCHOR_END: tasks

impl Tasks {
    pub(super) fn new(inbox: &Arc<Inbox>) -> Tasks {
        Tasks {
            slots: Vec::new(),
            vacant: Vec::new(),
            inbox: inbox.clone(),
            made: 0,
        }
    }

    // ANCHOR: admit
    /// Puts a new task, still without its future, at the end of the
    /// ready queue.
    pub(super) fn admit(&mut self) -> (Id, Waker) {
        let slot = self.vacant_slot();
        let number = self.made;
        self.made += 1;
        let id = Id { slot, number };
        let slot = &mut self.slots[slot];
        slot.number = Some(number);
        slot.address.enter_queue();
        (id, Waker::from(slot.address.clone()))
    }

    /// A vacant slot, with an address that no waker holds.
    fn vacant_slot(&mut self) -> usize {
        let Some(slot) = self.vacant.pop() else {
            self.slots.push(Slot {
                address: Address::new(self.slots.len(), &self.inbox),
                number: None,
                task: None,
            });
            return self.slots.len() - 1;
        };
        let address = &mut self.slots[slot].address;
        // One owner is the slot. Any other, a waker or the queue,
        // would otherwise wake the slot's next task.
        if Arc::strong_count(address) > 1 {
            *address = Address::new(slot, &self.inbox);
        }
        slot
    }
    // ANCHOR_END: admit

    /// Lets the task live in its slot.
    pub(super) fn house(&mut self, id: Id, task: Rc<dyn Step>) {
        self.slots[id.slot].task = Some(task);
    }

    // ANCHOR: number_of
    /// The number of the task that lives there, unless it has ended:
    /// then the slot is vacant, or has got another address.
    pub(super) fn number_of(
        &self,
        address: &Arc<Address>,
    ) -> Option<u64> {
        let slot = &self.slots[address.slot];
        let here = Arc::ptr_eq(&slot.address, address);
        slot.number.filter(|_| here)
    }
    // ANCHOR_END: number_of

    pub(super) fn ready(&self) -> usize {
        self.inbox.ready()
    }

    // ANCHOR: next_ready
    /// Takes the next task out of the ready queue, unless it has ended
    /// meanwhile.
    pub(super) fn next_ready(
        &mut self,
    ) -> Option<(Id, Option<Rc<dyn Step>>)> {
        let address = self.inbox.next()?;
        // Before the poll, so that a wake during it counts.
        address.leave_queue();
        let number = self.number_of(&address)?;
        let slot = address.slot;
        Some((Id { slot, number }, self.slots[slot].task.clone()))
    }
    // ANCHOR_END: next_ready

    pub(super) fn all(&self) -> Vec<Rc<dyn Step>> {
        let tasks = self.slots.iter().map(|slot| slot.task.clone());
        tasks.flatten().collect()
    }

    // ANCHOR: retire
    /// Takes an ended task out of its slot.
    pub(super) fn retire(&mut self, id: Id) -> Option<Rc<dyn Step>> {
        self.vacant.push(id.slot);
        let slot = &mut self.slots[id.slot];
        // A wake that comes from now on finds no task.
        slot.number = None;
        slot.task.take()
    }
    // ANCHOR_END: retire
}
