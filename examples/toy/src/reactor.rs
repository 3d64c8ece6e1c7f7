//! Readiness from the operating system, by mio's registrations.

use std::cell::{Cell, OnceCell, RefCell};
use std::future::poll_fn;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::panic::Location;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use mio::event::Event;
use mio::unix::SourceFd;
use mio::{Registry, Token};
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
    registry: Registry,
    /// By the number of the descriptor.
    sources: RefCell<Vec<Option<Rc<Source>>>>,
    tickets: Cell<u64>,
}

/// A registered descriptor, and who waits for it.
struct Source {
    descriptor: RawFd,
    read: Direction,
    write: Direction,
}

#[derive(Default)]
struct Direction {
    /// Under their tickets; a task without one is there once.
    waiting: RefCell<Vec<(Option<u64>, Waker)>>,
    /// The last transfer took all there was: the system will tell.
    exhausted: Cell<bool>,
    /// The system will tell nothing more: the other end has closed.
    closed: Cell<bool>,
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
        let make = || {
            let poll = mio::Poll::new()?;
            let registry = poll.registry().try_clone()?;
            let bell = mio::Waker::new(&registry, BELL)?;
            let reactor = Reactor {
                poll: RefCell::new(poll),
                events: RefCell::new(mio::Events::with_capacity(1024)),
                registry,
                sources: RefCell::default(),
                tickets: Cell::default(),
            };
            Ok::<_, io::Error>((reactor, bell))
        };
        make().expect("descriptors for one more event loop")
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
            // The bell is in nobody's place.
            let sources = self.sources.borrow();
            let source = sources.get(event.token().0).cloned();
            drop(sources);
            if let Some(Some(source)) = source {
                source.notify(core, event);
            }
        }
        !events.is_empty()
    }

    fn register(&self, descriptor: RawFd) -> io::Result<Rc<Source>> {
        let place = descriptor as usize;
        let mut sources = self.sources.borrow_mut();
        let length = sources.len().max(place + 1);
        sources.resize(length, None);
        if sources[place].is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.registry.register(
            &mut SourceFd(&descriptor),
            Token(place),
            mio::Interest::READABLE | mio::Interest::WRITABLE,
        )?;
        let (read, write) = Default::default();
        let source = Source {
            descriptor,
            read,
            write,
        };
        Ok(sources[place].insert(Rc::new(source)).clone())
    }

    fn deregister(&self, descriptor: RawFd) {
        self.sources.borrow_mut()[descriptor as usize] = None;
        // It is registered; nothing else can go wrong.
        let _ = self.registry.deregister(&mut SourceFd(&descriptor));
    }

    fn ticket(&self) -> u64 {
        self.tickets.set(self.tickets.get() + 1);
        self.tickets.get()
    }
}

impl Source {
    fn direction(&self, interest: Interest) -> &Direction {
        match interest {
            Interest::Read => &self.read,
            Interest::Write => &self.write,
        }
    }

    /// A hang-up or an error is for both directions.
    fn notify(&self, core: &Core, event: &Event) {
        let read_closed = event.is_read_closed() || event.is_error();
        let write_closed = event.is_write_closed() || event.is_error();
        if event.is_readable() || read_closed {
            self.wake(core, Interest::Read, read_closed);
        }
        if event.is_writable() || write_closed {
            self.wake(core, Interest::Write, write_closed);
        }
    }

    fn wake(&self, core: &Core, interest: Interest, closed: bool) {
        let what = What::SocketReady(self.descriptor, interest);
        core.tell(what, None, None);
        let direction = self.direction(interest);
        direction.exhausted.set(false);
        direction.closed.set(direction.closed.get() || closed);
        // Taken first, for a waker can be anybody's code.
        let waiting = direction.waiting.take();
        waiting.into_iter().for_each(|(_, waker)| waker.wake());
    }
}

impl Direction {
    fn wait(&self, ticket: Option<u64>, waker: &Waker) {
        let mut waiting = self.waiting.borrow_mut();
        let place = waiting.iter_mut().find(|(theirs, set)| {
            *theirs == ticket
                && (ticket.is_some() || set.will_wake(waker))
        });
        match place {
            Some((_, set)) => set.clone_from(waker),
            None => waiting.push((ticket, waker.clone())),
        }
    }

    fn leave(&self, ticket: u64) {
        let mut waiting = self.waiting.borrow_mut();
        waiting.retain(|(theirs, _)| *theirs != Some(ticket));
    }
}

/// A descriptor whose readiness a task can await: a socket, a pipe.
/// The task that uses it holds it; the loop wakes the tasks that wait
/// for it; dropping it deregisters the descriptor, then closes it.
/// `loop.add_reader` and the streams of asyncio; `trio.socket`; tokio's
/// `AsyncFd` and `net`.
pub struct Async<T: AsFd + 'static> {
    // Dropped before `io`, and so before the descriptor is closed.
    registration: OnceCell<Registration>,
    io: T,
}

struct Registration {
    core: Rc<Core>,
    source: Rc<Source>,
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.core.reactor.deregister(self.source.descriptor);
    }
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
        let registration = OnceCell::new();
        let this = Async { registration, io };
        if let Some(core) = Core::try_current() {
            this.source(&core)?;
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
        let wait = Wait::new(self, interest, Location::caller());
        poll_fn(move |cx| wait.poll(cx))
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
        let core = Core::current("Async");
        let source = self.source(&core)?;
        if would_not_block(&self.io, interest)? {
            return Poll::Ready(Ok(()));
        }
        source.direction(interest).wait(None, cx.waker());
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
        let wait = Wait::new(self, interest, Location::caller());
        poll_fn(move |cx| {
            let core = Core::current("Async::with");
            loop {
                ready!(core.poll_round(cx));
                match operation(&self.io) {
                    Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                    done => return Poll::Ready(done),
                }
                ready!(wait.poll(cx))?;
            }
        })
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
        let core = Core::current("Async");
        let direction = self.source(&core)?.direction(interest);
        if whole == 0 {
            return Poll::Ready(Ok(0));
        }
        if !direction.exhausted.get() {
            ready!(core.poll_round(cx));
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
        direction.wait(None, cx.waker());
        Poll::Pending
    }

    fn source(&self, core: &Rc<Core>) -> io::Result<&Source> {
        let registration = match self.registration.get() {
            Some(registration) => registration,
            None => {
                let descriptor = self.io.as_fd().as_raw_fd();
                let source = core.reactor.register(descriptor)?;
                let core = core.clone();
                let made = Registration { core, source };
                self.registration.get_or_init(|| made)
            }
        };
        if Rc::ptr_eq(&registration.core, core) {
            return Ok(&registration.source);
        }
        Err(io::Error::other("registered with another loop"))
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

/// One wait for a descriptor. Dropping it gives its place back.
struct Wait<'a, T: AsFd + 'static> {
    on: &'a Async<T>,
    interest: Interest,
    line: Line,
    ticket: Cell<Option<u64>>,
}

impl<'a, T: AsFd + 'static> Wait<'a, T> {
    fn new(
        on: &'a Async<T>,
        interest: Interest,
        line: Line,
    ) -> Wait<'a, T> {
        let ticket = Cell::new(None);
        Wait {
            on,
            interest,
            line,
            ticket,
        }
    }

    fn poll(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let core = Core::current("Async");
        let source = self.on.source(&core)?;
        if would_not_block(&self.on.io, self.interest)? {
            return Poll::Ready(Ok(()));
        }
        if self.ticket.get().is_none() {
            let what =
                What::SocketAwaited(source.descriptor, self.interest);
            core.tell_own(what, Some(self.line));
            self.ticket.set(Some(core.reactor.ticket()));
        }
        let direction = source.direction(self.interest);
        direction.wait(self.ticket.get(), cx.waker());
        Poll::Pending
    }
}

impl<T: AsFd + 'static> Drop for Wait<'_, T> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.get()
            && let Some(registration) = self.on.registration.get()
        {
            registration.source.direction(self.interest).leave(ticket);
        }
    }
}
