//! A registered descriptor, and which tasks wait for it.

// ANCHOR: source
use std::cell::{Cell, RefCell};
use std::os::fd::RawFd;
use std::rc::Rc;
use std::task::Waker;

use mio::event::Event;

use super::event_loop::Core;
use crate::Interest;
use crate::trace::{Line, What};

/// A descriptor as the loop knows it. Its [`Async`] and the reactor
/// hold the source, and the source wakes the tasks that wait in it.
///
/// [`Async`]: super::Async
pub(super) struct Source {
    pub(super) core: Rc<Core>,
    pub(super) descriptor: RawFd,
    /// One for reading and one for writing, by `Interest`.
    directions: [Direction; 2],
}

#[derive(Default)]
pub(super) struct Direction {
    /// A wait by `ready` has a ticket, one by `poll_read` has none.
    waiting: RefCell<Vec<(Option<u64>, Waker)>>,
    /// The last transfer took all: the system will tell of more.
    pub(super) exhausted: Cell<bool>,
    /// The system will tell nothing more: the other end has closed.
    pub(super) closed: Cell<bool>,
}
// ANCHOR_END: source

// ANCHOR: new
impl Source {
    pub(super) fn new(core: Rc<Core>, descriptor: RawFd) -> Source {
        let directions = Default::default();
        Source {
            core,
            descriptor,
            directions,
        }
    }

    pub(super) fn direction(&self, interest: Interest) -> &Direction {
        &self.directions[interest as usize]
    }
    // ANCHOR_END: new

    // ANCHOR: notify
    /// An error is for both directions.
    pub(super) fn notify(&self, core: &Core, event: &Event) {
        let closed = event.is_read_closed() || event.is_error();
        if event.is_readable() || closed {
            self.wake(core, Interest::Read, closed);
        }
        let closed = event.is_write_closed() || event.is_error();
        if event.is_writable() || closed {
            self.wake(core, Interest::Write, closed);
        }
    }

    fn wake(&self, core: &Core, interest: Interest, closed: bool) {
        core.tell(What::SocketReady(self.descriptor, interest), None);
        let direction = self.direction(interest);
        direction.exhausted.set(false);
        // The end is told once, maybe with bytes that are unread.
        direction.closed.update(|before| before || closed);
        // Taken first, because a waker can run any code.
        let waiting = direction.waiting.take();
        waiting.into_iter().for_each(|(_, waker)| waker.wake());
    }
    // ANCHOR_END: notify

    // ANCHOR: enlist
    /// Has the task woken when the system calls the descriptor ready.
    pub(super) fn enlist(
        &self,
        interest: Interest,
        wait: Option<&Wait<'_>>,
        waker: &Waker,
    ) {
        let ticket = wait.map(|wait| wait.ticket);
        let mut waiting = self.direction(interest).waiting.borrow_mut();
        let known = waiting.iter_mut().find(|(theirs, set)| {
            *theirs == ticket
                && (ticket.is_some() || set.will_wake(waker))
        });
        if let Some((_, set)) = known {
            set.clone_from(waker);
            return;
        }
        waiting.push((ticket, waker.clone()));
        drop(waiting);
        let what = What::SocketAwaited(self.descriptor, interest);
        self.core.tell(what, wait.map(|wait| wait.line));
    }
}
// ANCHOR_END: enlist

// ANCHOR: wait
/// One wait for a descriptor. Dropping it gives its place back.
pub(super) struct Wait<'a> {
    direction: &'a Direction,
    ticket: u64,
    line: Line,
}

impl Wait<'_> {
    pub(super) fn new(
        source: &Source,
        interest: Interest,
        line: Line,
    ) -> Wait<'_> {
        Wait {
            direction: source.direction(interest),
            ticket: source.core.ticket(),
            line,
        }
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        let mut waiting = self.direction.waiting.borrow_mut();
        waiting.retain(|(ticket, _)| *ticket != Some(self.ticket));
    }
}
// ANCHOR_END: wait
