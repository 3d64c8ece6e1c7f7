//! A turn: every task that is ready is polled once.

use std::rc::Rc;
use std::task::{Poll, Waker};

use super::event_loop::Core;
use super::idle::ZERO;
use super::task::{Step, discard};
use super::tasks::Id;
use crate::trace::{Line, What};

/// So many polls between two looks at the sockets, at most.
const FAIR: u64 = 64;

impl Core {
    pub(super) fn admit(&self, line: Line) -> (Id, Waker) {
        let admitted = self.tasks.borrow_mut().admit();
        let number = Some(admitted.0.number);
        self.tell_of(number, What::Spawned, Some(line));
        admitted
    }

    // ANCHOR: turn
    /// How many tasks the turn polls: those that are ready now. A task
    /// that gets ready meanwhile waits for the next turn.
    pub(super) fn begin_turn(&self) -> usize {
        self.turns.update(|turns| turns + 1);
        let ready = self.tasks.borrow().ready();
        self.tell(What::Turn(ready), None);
        ready
    }

    pub(super) fn next_ready(
        &self,
    ) -> Option<(Id, Option<Rc<dyn Step>>)> {
        self.tasks.borrow_mut().next_ready()
    }
    // ANCHOR_END: turn

    // ANCHOR: step
    /// Polls a spawned task, or drops an aborted one.
    pub(super) fn step(&self, id: Id, task: Rc<dyn Step>) {
        let step = || task.step();
        let ended = if task.is_aborted() {
            self.give_turn(id, step)
        } else {
            self.poll(id, step)
        };
        if ended.is_ready() {
            self.tasks.borrow_mut().retire(id);
            // With it goes a result that no code can take.
            discard(task);
        }
    }
    // ANCHOR_END: step

    // ANCHOR: poll
    pub(super) fn poll<R>(
        &self,
        id: Id,
        poll: impl FnOnce() -> Poll<R>,
    ) -> Poll<R> {
        self.polls.update(|polls| polls + 1);
        if self.polls.get().is_multiple_of(FAIR) {
            self.look(ZERO);
        }
        self.give_turn(id, || {
            self.tell(What::Polled, None);
            poll()
        })
    }
    // ANCHOR_END: poll

    // ANCHOR: give_turn
    pub(super) fn give_turn<R>(
        &self,
        id: Id,
        turn: impl FnOnce() -> Poll<R>,
    ) -> Poll<R> {
        self.current.set(Some(id.number));
        let poll = turn();
        let ended = poll.is_ready();
        self.tell(if ended { What::Ended } else { What::Parked }, None);
        self.current.set(None);
        poll
    }
}
// ANCHOR_END: give_turn
