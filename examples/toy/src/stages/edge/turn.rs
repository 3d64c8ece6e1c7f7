//! A turn: every task that is ready is polled once.

// ANCHOR: turn
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::event_loop::Core;
use super::idle::ZERO;
use super::task::{Step, discard};
use super::tasks::Id;
use crate::trace::{Line, What};

/// So many polls between two looks at the sockets, and so many rounds
/// of socket operations in one poll, at most.
const FAIR: u64 = 64;

impl Core {
    pub(super) fn admit(&self, line: Line) -> (Id, Waker) {
        let admitted = self.tasks.borrow_mut().admit();
        let number = Some(admitted.0.number);
        self.tell_of(number, What::Spawned, Some(line));
        admitted
    }

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
        // Each poll of a task has so many anew.
        self.rounds.set(FAIR);
        self.give_turn(id, || {
            self.tell(What::Polled, None);
            poll()
        })
    }

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
    // ANCHOR_END: poll

    // ANCHOR: round
    /// One more operation on a socket in this poll, unless it is time
    /// to let others run.
    pub(super) fn poll_round(&self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(left) = self.rounds.get().checked_sub(1) {
            self.rounds.set(left);
            return Poll::Ready(());
        }
        // To the end of the queue, behind all that is ready.
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
// ANCHOR_END: round
