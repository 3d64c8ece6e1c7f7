//! Readiness from the operating system, by mio's registrations.

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt::{self, Debug};
use std::future::poll_fn;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::panic::Location;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use mio::Token;
use mio::unix::SourceFd;
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::ioctl_fionbio;

use crate::executor::Core;
use crate::trace::{Event, Line};

const BELL: Token = Token(usize::MAX);

/// A longer sleep is cut here: the system's call counts milliseconds in
/// an `i32`.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// What the loop asks the system with, and who waits for the answers.
pub(crate) struct Reactor {
    poll: RefCell<mio::Poll>,
    events: RefCell<mio::Events>,
    /// By descriptor number.
    sources: RefCell<Vec<Option<Rc<Source>>>>,
    woken: Cell<Vec<Waker>>,
}

/// A descriptor that is registered, and who waits for it.
struct Source {
    descriptor: RawFd,
    read: Direction,
    write: Direction,
    tickets: Cell<u64>,
}

#[derive(Default)]
struct Direction {
    waiting: RefCell<Vec<(u64, Waker)>>,
    /// The last transfer took all there was; an edge will tell of more.
    exhausted: Cell<bool>,
    /// No edge will come any more: the other end has closed.
    closed: Cell<bool>,
}

/// What a task wants to do with a descriptor. `loop.add_reader` and
/// `add_writer`; `wait_readable` and `wait_writable` of trio; tokio's
/// `Interest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interest {
    /// To receive or to accept.
    Read,
    /// To send, or to hear that a connection is made.
    Write,
}

impl Reactor {
    pub(crate) fn new() -> (Reactor, mio::Waker) {
        let poll = mio::Poll::new();
        let poll = poll.expect("a descriptor for one more poll");
        let bell = mio::Waker::new(poll.registry(), BELL);
        let reactor = Reactor {
            poll: RefCell::new(poll),
            events: RefCell::new(mio::Events::with_capacity(1024)),
            sources: RefCell::default(),
            woken: Cell::default(),
        };
        (reactor, bell.expect("a descriptor for the bell"))
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
            Ok(()) => {}
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {
                return true;
            }
            Err(e) => panic!("the system cannot wait for sockets: {e}"),
        }
        let mut woken = self.woken.take();
        for event in events.iter().filter(|event| event.token() != BELL)
        {
            let sources = self.sources.borrow();
            let source = sources.get(event.token().0);
            if let Some(Some(source)) = source {
                source.notify(core, event, &mut woken);
            }
        }
        let anything = !events.is_empty();
        drop(events);
        // Only now, for a waker can be anybody's code.
        for waker in woken.drain(..) {
            waker.wake();
        }
        self.woken.set(woken);
        anything
    }

    fn register(&self, descriptor: RawFd) -> io::Result<Rc<Source>> {
        let place = descriptor as usize;
        let mut sources = self.sources.borrow_mut();
        if sources.len() <= place {
            sources.resize(place + 1, None);
        }
        if sources[place].is_some() {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                format!(
                    "descriptor {descriptor} is registered already"
                ),
            ));
        }
        self.poll.borrow().registry().register(
            &mut SourceFd(&descriptor),
            Token(place),
            mio::Interest::READABLE | mio::Interest::WRITABLE,
        )?;
        let source = Rc::new(Source {
            descriptor,
            read: Direction::default(),
            write: Direction::default(),
            tickets: Cell::new(0),
        });
        sources[place] = Some(source.clone());
        Ok(source)
    }

    fn deregister(&self, descriptor: RawFd) {
        self.sources.borrow_mut()[descriptor as usize] = None;
        let poll = self.poll.borrow();
        // It was registered; there is nobody to tell of another error.
        let _ = poll.registry().deregister(&mut SourceFd(&descriptor));
    }
}

impl Source {
    fn direction(&self, interest: Interest) -> &Direction {
        match interest {
            Interest::Read => &self.read,
            Interest::Write => &self.write,
        }
    }

    fn notify(
        &self,
        core: &Core,
        event: &mio::event::Event,
        woken: &mut Vec<Waker>,
    ) {
        let descriptor = self.descriptor;
        let error = event.is_error();
        if event.is_readable() || event.is_read_closed() || error {
            let interest = Interest::Read;
            core.tell(|| Event::SocketReady {
                descriptor,
                interest,
            });
            self.read.edge(event.is_read_closed() || error, woken);
        }
        if event.is_writable() || event.is_write_closed() || error {
            let interest = Interest::Write;
            core.tell(|| Event::SocketReady {
                descriptor,
                interest,
            });
            self.write.edge(event.is_write_closed() || error, woken);
        }
    }
}

impl Direction {
    fn edge(&self, closed: bool, woken: &mut Vec<Waker>) {
        self.exhausted.set(false);
        self.closed.set(self.closed.get() || closed);
        let mut waiting = self.waiting.borrow_mut();
        woken.extend(waiting.drain(..).map(|(_, waker)| waker));
    }
}

/// A descriptor whose readiness a task can await: a socket, a pipe.
/// The task that uses it holds it; the loop wakes the tasks that wait
/// for it; dropping it deregisters the descriptor, then closes it.
/// asyncio has `loop.add_reader` and streams; trio `trio.socket`; tokio
/// `AsyncFd` and `tokio::net`.
pub struct Async<T: AsFd + 'static> {
    registration: OnceCell<Registration>,
    // Last, so that the descriptor is closed after it is deregistered.
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
    /// Makes the descriptor non-blocking and registers it with the
    /// running loop, or with the first one that it waits on.
    ///
    /// # Errors
    ///
    /// If the system cannot tell of its readiness, as of a regular
    /// file's, or if the descriptor is registered already.
    pub fn new(io: T) -> io::Result<Async<T>> {
        ioctl_fionbio(&io, true)?;
        let asynchronous = Async {
            registration: OnceCell::new(),
            io,
        };
        if let Some(core) = Core::try_current() {
            asynchronous.register(core)?;
        }
        Ok(asynchronous)
    }

    /// What it holds. Whoever reads or writes through it meets
    /// `WouldBlock` and waits with [`ready`](Async::ready).
    pub fn get(&self) -> &T {
        &self.io
    }

    /// Waits until an operation would not block; at once, if it would
    /// not. A hang-up or an error counts as ready. Asked again, it looks
    /// again: who takes only a part of what there is need not care.
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
        let mut place = Place::new(Some(Location::caller()));
        poll_fn(move |cx| self.poll_look(interest, cx, &mut place))
    }

    /// As [`ready`](Async::ready), for the one who writes futures by
    /// hand. Every task that asked is woken.
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
        self.poll_look(interest, cx, &mut Place::shared())
    }

    /// Tries the operation, and again whenever it can succeed, until it
    /// returns something else than `WouldBlock`. It yields after 64
    /// rounds without a wait, so that others run beside a descriptor
    /// that is always ready.
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
        let mut place = Place::new(Some(Location::caller()));
        poll_fn(move |cx| {
            let core = Core::current("Async::with");
            loop {
                ready!(core.poll_round(cx));
                match operation(&self.io) {
                    Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
                    }
                    done => return Poll::Ready(done),
                }
                ready!(self.poll_look(interest, cx, &mut place))?;
            }
        })
    }

    /// Receives into `buffer`, as `Read::read` does. A read that did not
    /// fill it has taken all there was: the next one waits, and saves
    /// the system call that would say so.
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
        self.poll_transfer(Interest::Read, cx, whole, |mut io| {
            io.read(buffer)
        })
    }

    /// Sends from `buffer`, as `Write::write` does, and as `poll_read`
    /// receives.
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
        buffer: &[u8],
    ) -> Poll<io::Result<usize>>
    where
        for<'a> &'a T: Write,
    {
        let whole = buffer.len();
        self.poll_transfer(Interest::Write, cx, whole, |mut io| {
            io.write(buffer)
        })
    }

    fn poll_transfer(
        &self,
        interest: Interest,
        cx: &mut Context<'_>,
        whole: usize,
        mut operation: impl FnMut(&T) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        let core = Core::current("Async");
        let source = self.source(&core)?;
        let direction = source.direction(interest);
        if !direction.exhausted.get() {
            ready!(core.poll_round(cx));
            match operation(&self.io) {
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                Ok(some) if 0 < some && some < whole => {
                    direction.exhausted.set(!direction.closed.get());
                    return Poll::Ready(Ok(some));
                }
                done => return Poll::Ready(done),
            }
            direction.exhausted.set(true);
        }
        Place::shared().wait(&core, source, interest, cx);
        Poll::Pending
    }

    /// Looks whether the descriptor is ready, and waits if it is not.
    fn poll_look(
        &self,
        interest: Interest,
        cx: &mut Context<'_>,
        place: &mut Place,
    ) -> Poll<io::Result<()>> {
        let core = Core::current("Async");
        let source = self.source(&core)?;
        if is_ready(&self.io, interest)? {
            place.leave();
            return Poll::Ready(Ok(()));
        }
        place.wait(&core, source, interest, cx);
        Poll::Pending
    }

    fn source(&self, core: &Rc<Core>) -> io::Result<&Rc<Source>> {
        let registration = match self.registration.get() {
            Some(registration) => registration,
            None => self.register(core.clone())?,
        };
        if !Rc::ptr_eq(&registration.core, core) {
            return Err(io::Error::other(
                "this descriptor is registered with another loop",
            ));
        }
        Ok(&registration.source)
    }

    fn register(&self, core: Rc<Core>) -> io::Result<&Registration> {
        let descriptor = self.io.as_fd().as_raw_fd();
        let source = core.reactor.register(descriptor)?;
        let registration = Registration { core, source };
        Ok(self.registration.get_or_init(|| registration))
    }
}

impl<T: AsFd + Debug> Debug for Async<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Async").field(&self.io).finish()
    }
}

/// Whether an operation would not block now.
fn is_ready(io: &impl AsFd, interest: Interest) -> io::Result<bool> {
    let flags = match interest {
        Interest::Read => PollFlags::IN,
        Interest::Write => PollFlags::OUT,
    };
    let mut asked = [PollFd::new(io, flags)];
    let at_once = Timespec::default();
    match rustix::event::poll(&mut asked, Some(&at_once)) {
        Ok(_) => Ok(!asked[0].revents().is_empty()),
        // Whoever tries finds out.
        Err(rustix::io::Errno::INTR) => Ok(true),
        Err(e) => Err(e.into()),
    }
}

/// A wait's place among those who wait for a descriptor. Dropping it
/// leaves the place, so that a cancelled wait leaves nothing behind.
struct Place {
    line: Option<Line>,
    taken: Option<(Rc<Source>, Interest, u64)>,
}

/// The ticket of those who have no place of their own to leave.
const SHARED: u64 = 0;

impl Place {
    fn new(line: Option<Line>) -> Place {
        Place { line, taken: None }
    }

    /// For `poll_` functions, which keep nothing between two polls.
    fn shared() -> Place {
        Place::new(None)
    }

    fn wait(
        &mut self,
        core: &Core,
        source: &Rc<Source>,
        interest: Interest,
        cx: &mut Context<'_>,
    ) {
        self.leave();
        let mut waiting =
            source.direction(interest).waiting.borrow_mut();
        let ticket = match self.line {
            None if waiting.iter().any(|(ticket, waker)| {
                *ticket == SHARED && waker.will_wake(cx.waker())
            }) =>
            {
                return;
            }
            None => SHARED,
            Some(_) => {
                source.tickets.set(source.tickets.get() + 1);
                let ticket = source.tickets.get();
                self.taken = Some((source.clone(), interest, ticket));
                ticket
            }
        };
        waiting.push((ticket, cx.waker().clone()));
        let (task, line) = (core.task(), self.line);
        let descriptor = source.descriptor;
        core.tell(|| Event::SocketAwaited {
            task,
            descriptor,
            interest,
            line,
        });
    }

    fn leave(&mut self) {
        if let Some((source, interest, mine)) = self.taken.take() {
            let waiting = &source.direction(interest).waiting;
            let mut waiting = waiting.borrow_mut();
            let place = waiting.iter().position(|(t, _)| *t == mine);
            let left = place.map(|place| waiting.swap_remove(place));
            drop(waiting);
            // A waker's destructor can be anybody's code.
            drop(left);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.leave();
    }
}
