//! Readiness from the operating system, by mio's registrations.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::hash_map::{Entry, HashMap};
use std::future::poll_fn;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::panic::Location;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use mio::unix::SourceFd;
use mio::{Token, event::Event};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::{Errno, ioctl_fionbio};

use crate::executor::Core;
use crate::trace::{Line, What};

const BELL: Token = Token(usize::MAX);

/// A longer wait is cut here: the system counts milliseconds in 31 bits.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// What the loop asks the system with, and who waits for the answers.
pub(crate) struct Reactor {
    poll: RefCell<mio::Poll>,
    events: RefCell<mio::Events>,
    /// By the number of the descriptor.
    sources: RefCell<HashMap<Token, Rc<Source>>>,
}

/// What a task wants to do with a descriptor. `loop.add_reader` and
/// `add_writer`; `trio.lowlevel.wait_readable` and `wait_writable`;
/// tokio's `Interest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interest {
    /// To receive, or to accept.
    Read,
    /// To send, or to hear that a connection is made.
    Write,
}

impl Reactor {
    pub(crate) fn new() -> (Reactor, mio::Waker) {
        let poll = mio::Poll::new().expect("descriptors for a poll");
        let bell = mio::Waker::new(poll.registry(), BELL);
        let reactor = Reactor {
            poll: RefCell::new(poll),
            events: RefCell::new(mio::Events::with_capacity(1024)),
            sources: RefCell::default(),
        };
        (reactor, bell.expect("a descriptor for a bell"))
    }

    /// Waits at most `timeout` for the system, and wakes those whom it
    /// names. Says whether there was anything, the bell included.
    pub(crate) fn look(
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
            // The bell is nobody's.
            let sources = self.sources.borrow();
            let source = sources.get(&event.token()).cloned();
            drop(sources);
            if let Some(source) = source {
                source.notify(core, event);
            }
        }
        !events.is_empty()
    }

    fn register(
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
        let source = Rc::new(Source {
            core: core.clone(),
            descriptor,
            directions: Default::default(),
        });
        Ok(place.insert(source).clone())
    }

    fn deregister(&self, descriptor: RawFd) {
        let token = Token(descriptor as usize);
        let _source = self.sources.borrow_mut().remove(&token);
        let poll = self.poll.borrow();
        // It is registered; nothing else can go wrong.
        let _ = poll.registry().deregister(&mut SourceFd(&descriptor));
    }
}

/// A registered descriptor, and who waits for it.
struct Source {
    core: Rc<Core>,
    descriptor: RawFd,
    /// By `Interest`.
    directions: [Direction; 2],
}

#[derive(Default)]
struct Direction {
    /// A task without a ticket is there once.
    waiting: RefCell<Vec<(Option<u64>, Waker)>>,
    /// The last transfer took all there was: the system will tell.
    exhausted: Cell<bool>,
    /// The system will tell nothing more: the other end has closed.
    closed: Cell<bool>,
}

impl Source {
    fn direction(&self, interest: Interest) -> &Direction {
        &self.directions[interest as usize]
    }

    /// An error is for both directions.
    fn notify(&self, core: &Core, event: &Event) {
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
        direction.closed.update(|before| before || closed);
        // Taken first, for a waker can be anybody's code.
        let waiting = direction.waiting.take();
        waiting.into_iter().for_each(|(_, waker)| waker.wake());
    }

    /// Has the task woken when the system calls the descriptor ready.
    fn wait(
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

/// One wait for a descriptor. Dropping it gives its place back.
struct Wait<'a> {
    direction: &'a Direction,
    ticket: u64,
    line: Line,
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        let mut waiting = self.direction.waiting.borrow_mut();
        waiting.retain(|(ticket, _)| *ticket != Some(self.ticket));
    }
}

/// A descriptor whose readiness a task can await: a socket, a pipe.
/// The task that uses it holds it; the loop wakes the tasks that wait
/// for it; dropping it deregisters the descriptor, then closes it.
/// `loop.add_reader` and the streams of asyncio; `trio.socket`; tokio's
/// `AsyncFd` and `net`.
pub struct Async<T: AsFd + 'static> {
    source: OnceCell<Rc<Source>>,
    io: T,
}

impl<T: AsFd + 'static> Async<T> {
    /// Makes the descriptor non-blocking and registers it with the loop
    /// that runs, or else with the first one that it waits on.
    ///
    /// # Errors
    ///
    /// If the system cannot tell of its readiness, as of a regular
    /// file's, or if the descriptor is registered already.
    pub fn new(io: T) -> io::Result<Async<T>> {
        ioctl_fionbio(&io, true)?;
        let source = OnceCell::new();
        let this = Async { source, io };
        if Core::try_current().is_some() {
            this.source()?;
        }
        Ok(this)
    }

    /// What it holds. Whoever reads or writes through it meets
    /// `WouldBlock` and waits with [`ready`](Async::ready).
    pub fn get(&self) -> &T {
        &self.io
    }

    /// Waits until an operation would not block; not at all, if none
    /// would now. A hang-up or an error counts as ready. Asked again it
    /// looks again: who took only a part of what there was need not care.
    ///
    /// # Errors
    ///
    /// If the descriptor cannot be registered, or belongs to another
    /// loop.
    ///
    /// # Panics
    ///
    /// If no loop runs on this thread.
    #[track_caller]
    pub fn ready(
        &self,
        interest: Interest,
    ) -> impl Future<Output = io::Result<()>> {
        self.wait(interest, Location::caller())
    }

    async fn wait(
        &self,
        interest: Interest,
        line: Line,
    ) -> io::Result<()> {
        let source = self.source()?;
        let wait = Wait {
            direction: source.direction(interest),
            ticket: source.core.ticket(),
            line,
        };
        poll_fn(|cx| self.poll_wait(interest, Some(&wait), cx)).await
    }

    /// As [`ready`](Async::ready), for futures written by hand: every
    /// task that asked is woken.
    ///
    /// # Errors
    ///
    /// As `ready`.
    ///
    /// # Panics
    ///
    /// As `ready`.
    pub fn poll_ready(
        &self,
        interest: Interest,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        self.poll_wait(interest, None, cx)
    }

    fn poll_wait(
        &self,
        interest: Interest,
        wait: Option<&Wait<'_>>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        let source = self.source()?;
        if would_not_block(&self.io, interest)? {
            return Poll::Ready(Ok(()));
        }
        source.wait(interest, wait, cx.waker());
        Poll::Pending
    }

    /// Tries the operation, and again whenever it can succeed, until it
    /// returns something else than `WouldBlock`. After 64 rounds without
    /// a wait the task lets others run.
    ///
    /// # Errors
    ///
    /// Those of the operation, and those of `ready`.
    ///
    /// # Panics
    ///
    /// If no loop runs on this thread.
    #[track_caller]
    pub fn with<R>(
        &self,
        interest: Interest,
        mut operation: impl FnMut(&T) -> io::Result<R>,
    ) -> impl Future<Output = io::Result<R>> {
        let line = Location::caller();
        async move {
            loop {
                let core = Core::current("Async::with");
                poll_fn(|cx| core.poll_round(cx)).await;
                match operation(&self.io) {
                    Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                    done => return done,
                }
                self.wait(interest, line).await?;
            }
        }
    }

    /// Receives as `Read::read` does. A read that did not fill `buffer`
    /// took all there was: the next one waits, and saves the system call
    /// that would say so.
    ///
    /// # Errors
    ///
    /// Those of the read, and those of `ready`.
    ///
    /// # Panics
    ///
    /// As `ready`.
    pub fn poll_read(
        &self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>>
    where
        for<'a> &'a T: Read,
    {
        let whole = buffer.len();
        self.transfer(Interest::Read, cx, whole, |mut io| {
            io.read(buffer)
        })
    }

    /// Sends as `Write::write` does, and waits as `poll_read` does.
    ///
    /// # Errors
    ///
    /// Those of the write, and those of `ready`.
    ///
    /// # Panics
    ///
    /// As `ready`.
    pub fn poll_write(
        &self,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>>
    where
        for<'a> &'a T: Write,
    {
        let whole = bytes.len();
        self.transfer(Interest::Write, cx, whole, |mut io| {
            io.write(bytes)
        })
    }

    fn transfer(
        &self,
        interest: Interest,
        cx: &mut Context<'_>,
        whole: usize,
        operation: impl FnOnce(&T) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        let source = self.source()?;
        let direction = source.direction(interest);
        if whole == 0 {
            return Poll::Ready(Ok(0));
        }
        if !direction.exhausted.get() {
            ready!(source.core.poll_round(cx));
            match operation(&self.io) {
                Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                Ok(part) if 0 < part && part < whole => {
                    direction.exhausted.set(!direction.closed.get());
                    return Poll::Ready(Ok(part));
                }
                done => return Poll::Ready(done),
            }
            direction.exhausted.set(true);
        }
        source.wait(interest, None, cx.waker());
        Poll::Pending
    }

    fn source(&self) -> io::Result<&Source> {
        let core = Core::current("Async");
        let source = match self.source.get() {
            Some(source) => source,
            None => {
                let descriptor = self.io.as_fd().as_raw_fd();
                let made = core.reactor.register(&core, descriptor)?;
                self.source.get_or_init(|| made)
            }
        };
        if Rc::ptr_eq(&source.core, &core) {
            return Ok(source);
        }
        Err(io::Error::other("registered with another loop"))
    }
}

impl<T: AsFd + 'static> Drop for Async<T> {
    /// Before `io` is dropped, which closes the descriptor.
    fn drop(&mut self) {
        if let Some(source) = self.source.get() {
            source.core.reactor.deregister(source.descriptor);
        }
    }
}

/// Asks the system, without waiting.
fn would_not_block(
    io: &impl AsFd,
    interest: Interest,
) -> io::Result<bool> {
    let flags = match interest {
        Interest::Read => PollFlags::IN,
        Interest::Write => PollFlags::OUT,
    };
    let mut asked = [PollFd::new(io, flags)];
    match rustix::event::poll(&mut asked, Some(&Timespec::default())) {
        // Whoever tries finds out.
        Err(Errno::INTR) => Ok(true),
        found => Ok(found? > 0),
    }
}
