//! The tasks of a loop, by number.

use std::collections::BTreeMap;
use std::mem;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;

use super::address::Address;
use super::inbox::Inbox;
use super::task::Step;

// ANCHOR: tasks
/// The tasks of a loop. A number is given once, so a waker of a task
/// that has ended finds no other task.
pub(super) struct Tasks {
    /// None for main, whose future is on the stack of `run`.
    all: BTreeMap<u64, Option<Rc<dyn Step>>>,
    inbox: Arc<Inbox>,
    made: u64,
}

/// Names one task for ever.
#[derive(Clone, Copy)]
pub(super) struct Id {
    pub(super) number: u64,
}
// ANCHOR_END: tasks

impl Tasks {
    pub(super) fn new(inbox: &Arc<Inbox>) -> Tasks {
        Tasks {
            all: BTreeMap::new(),
            inbox: inbox.clone(),
            made: 0,
        }
    }

    /// Puts a new task, still without its future, at the end of the
    /// ready queue.
    pub(super) fn admit(&mut self) -> (Id, Waker) {
        let number = self.made;
        self.made += 1;
        self.all.insert(number, None);
        let address = Address::new(number, &self.inbox);
        address.enter_queue();
        (Id { number }, Waker::from(address))
    }

    /// Gives the task its future.
    pub(super) fn house(&mut self, id: Id, task: Rc<dyn Step>) {
        self.all.insert(id.number, Some(task));
    }

    /// The number of the task that lives there, unless it has ended.
    pub(super) fn number_of(
        &self,
        address: &Arc<Address>,
    ) -> Option<u64> {
        let number = address.number;
        self.all.contains_key(&number).then_some(number)
    }

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
        let number = address.number;
        let task = self.all.get(&number)?;
        Some((Id { number }, task.clone()))
    }
    // ANCHOR_END: next_ready

    /// Takes them all out, for a loop that is dropped.
    pub(super) fn take_all(&mut self) -> Vec<Rc<dyn Step>> {
        mem::take(&mut self.all).into_values().flatten().collect()
    }

    /// Forgets a task that has ended.
    pub(super) fn retire(&mut self, id: Id) -> Option<Rc<dyn Step>> {
        self.all.remove(&id.number)?
    }
}
