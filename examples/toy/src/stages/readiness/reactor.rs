//! Readiness from the operating system, by registrations.

use std::cell::RefCell;
use std::collections::hash_map::{Entry, HashMap};
use std::io::{self, ErrorKind};
use std::os::fd::RawFd;
use std::rc::Rc;
use std::time::Duration;

use mio::Token;
use mio::unix::SourceFd;

use super::bell::Bell;
use super::event_loop::Core;
use super::source::Source;

const BELL: Token = Token(usize::MAX);

/// A longer wait is cut here: the system counts milliseconds in 31
/// bits.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

// ANCHOR: system
/// What the loop asks the system with, and who waits for the answers.
pub(super) struct Reactor {
    poll: RefCell<mio::Poll>,
    events: RefCell<mio::Events>,
    /// By the number of the descriptor.
    sources: RefCell<HashMap<Token, Rc<Source>>>,
}

impl Reactor {
    pub(super) fn new() -> (Reactor, Bell) {
        let poll = mio::Poll::new().expect("descriptors for a poll");
        let bell = mio::Waker::new(poll.registry(), BELL);
        let reactor = Reactor {
            poll: RefCell::new(poll),
            events: RefCell::new(mio::Events::with_capacity(1024)),
            sources: RefCell::default(),
        };
        (reactor, Bell(bell.expect("a descriptor for a bell")))
    }
    // ANCHOR_END: system

    // ANCHOR: look
    /// Waits at most `timeout` for the system, and wakes the tasks that
    /// wait for what it names. Says whether there was anything, the
    /// bell included.
    pub(super) fn look(
        &self,
        core: &Core,
        timeout: Option<Duration>,
    ) -> bool {
        let timeout = timeout.map(|timeout| timeout.min(LONGEST));
        let mut events = self.events.borrow_mut();
        match self.poll.borrow_mut().poll(&mut events, timeout) {
            Err(e) if e.kind() == ErrorKind::Interrupted => {
                return true;
            }
            polled => polled.expect("the system can wait for events"),
        }
        for event in &*events {
            // The bell has no source.
            let sources = self.sources.borrow();
            let source = sources.get(&event.token()).cloned();
            drop(sources);
            if let Some(source) = source {
                source.notify(core, event);
            }
        }
        !events.is_empty()
    }
    // ANCHOR_END: look

    // ANCHOR: register
    pub(super) fn register(
        &self,
        core: &Rc<Core>,
        descriptor: RawFd,
    ) -> io::Result<Rc<Source>> {
        let token = Token(descriptor as usize);
        let mut sources = self.sources.borrow_mut();
        let Entry::Vacant(place) = sources.entry(token) else {
            return Err(ErrorKind::AlreadyExists.into());
        };
        let both = mio::Interest::READABLE | mio::Interest::WRITABLE;
        let poll = self.poll.borrow();
        let mut system_source = SourceFd(&descriptor);
        poll.registry().register(&mut system_source, token, both)?;
        let source = Rc::new(Source::new(core.clone(), descriptor));
        Ok(place.insert(source).clone())
    }
    // ANCHOR_END: register

    // ANCHOR: deregister
    pub(super) fn deregister(&self, descriptor: RawFd) {
        let token = Token(descriptor as usize);
        let _source = self.sources.borrow_mut().remove(&token);
        let poll = self.poll.borrow();
        // It is registered; nothing else can go wrong.
        let _ = poll.registry().deregister(&mut SourceFd(&descriptor));
    }
    // ANCHOR_END: deregister
}
