//! Readiness from the operating system, by a list that it is handed.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::os::fd::{AsFd, AsRawFd};
use std::rc::Rc;
use std::task::Waker;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::bell::{Bell, Clapper};
use super::event_loop::Core;
use crate::Interest;
use crate::trace::What;

/// A longer wait is cut here: not every system takes one, and one turn
/// a day is cheap.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

// ANCHOR: waits
/// Which task waits for which descriptor, in the order in which the
/// waits began.
pub(super) struct Reactor {
    clapper: Clapper,
    waits: RefCell<BTreeMap<u64, Waiting>>,
}

pub(super) struct Waiting {
    /// Held, so that it stays open while the system watches it.
    pub(super) io: Rc<dyn AsFd>,
    pub(super) interest: Interest,
    pub(super) waker: Waker,
}

impl Waiting {
    /// The system reports hang-ups and errors without being asked.
    fn entry(&self) -> PollFd<'_> {
        let flags = match self.interest {
            Interest::Read => PollFlags::IN,
            Interest::Write => PollFlags::OUT,
        };
        PollFd::new(&self.io, flags)
    }
}
// ANCHOR_END: waits

impl Reactor {
    pub(super) fn new() -> (Reactor, Bell) {
        let (bell, clapper) = Bell::new();
        let waits = RefCell::default();
        (Reactor { clapper, waits }, bell)
    }

    /// Puts a wait into the list, or its waker in place of the last
    /// one, which is returned: its destructor can be any code.
    pub(super) fn set(
        &self,
        ticket: u64,
        waiting: Waiting,
    ) -> Option<Waiting> {
        self.waits.borrow_mut().insert(ticket, waiting)
    }

    pub(super) fn remove(&self, ticket: u64) -> Option<Waiting> {
        self.waits.borrow_mut().remove(&ticket)
    }

    /// Whether it is in the list: the loop takes out what is ready.
    pub(super) fn is_listed(&self, ticket: u64) -> bool {
        self.waits.borrow().contains_key(&ticket)
    }

    // ANCHOR: look
    /// Waits at most `timeout` for the system, and wakes the tasks that
    /// it names. Says whether there was anything, the bell included.
    pub(super) fn look(
        &self,
        core: &Core,
        timeout: Option<Duration>,
    ) -> bool {
        let (found, rung) = self.ask(timeout);
        if rung {
            self.clapper.hush();
        }
        for ticket in &found {
            if let Some(over) = self.remove(*ticket) {
                let descriptor = over.io.as_fd().as_raw_fd();
                let ready =
                    What::SocketReady(descriptor, over.interest);
                core.tell(ready, None);
                over.waker.wake();
            }
        }
        rung || !found.is_empty()
    }
    // ANCHOR_END: look

    // ANCHOR: ask
    /// Hands the list to the system, and sleeps there. Returns which of
    /// the waits are over, and whether the bell was rung.
    fn ask(&self, timeout: Option<Duration>) -> (Vec<u64>, bool) {
        let waits = self.waits.borrow();
        let bell = PollFd::new(&self.clapper.0, PollFlags::IN);
        let mut list: Vec<_> =
            waits.values().map(Waiting::entry).collect();
        list.push(bell);
        let limit = timeout.unwrap_or(LONGEST).min(LONGEST);
        let limit = Timespec::try_from(limit).expect("a day is short");
        if let Err(error) = poll(&mut list, Some(&limit)) {
            assert_eq!(error, Errno::INTR, "the system cannot poll");
            return (Vec::new(), true); // it has not slept to the end
        }
        let ready = |entry: &PollFd<'_>| !entry.revents().is_empty();
        let rung = list.last().is_some_and(ready);
        let found = waits.keys().zip(&list).filter(|it| ready(it.1));
        (found.map(|(ticket, _)| *ticket).collect(), rung)
    }
    // ANCHOR_END: ask
}
