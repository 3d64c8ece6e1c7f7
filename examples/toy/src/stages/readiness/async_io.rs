//! A descriptor that tasks wait for.

use std::cell::OnceCell;
use std::future::poll_fn;
use std::io;
use std::os::fd::{AsFd, AsRawFd};
use std::panic::Location;
use std::rc::Rc;
use std::task::{Context, Poll};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, ioctl_fionbio};

use super::event_loop::Core;
use super::source::{Source, Wait};
use crate::Interest;
use crate::trace::Line;

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
        if Core::try_running().is_some() {
            this.source()?;
        }
        Ok(this)
    }

    /// What it holds. Code that reads or writes through it meets
    /// `WouldBlock` and waits with [`ready`](Async::ready).
    pub fn get(&self) -> &T {
        &self.io
    }

    /// Waits until an operation would not block; not at all, if none
    /// would now. A hang-up or an error counts as ready. Asked again it
    /// looks again: code that took only a part of what there was need
    /// not care.
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
        self.ready_at(interest, Location::caller())
    }

    // ANCHOR: ready
    pub(super) async fn ready_at(
        &self,
        interest: Interest,
        line: Line,
    ) -> io::Result<()> {
        let wait = Wait::new(self.source()?, interest, line);
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
    // ANCHOR_END: ready

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
        source.enlist(interest, wait, cx.waker());
        Poll::Pending
    }

    /// Its registration, which it gets here if it has none.
    pub(super) fn source(&self) -> io::Result<&Source> {
        let core = Core::running("Async");
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

// ANCHOR: drop
impl<T: AsFd + 'static> Drop for Async<T> {
    /// Before `io` is dropped, which closes the descriptor.
    fn drop(&mut self) {
        if let Some(source) = self.source.get() {
            source.core.reactor.deregister(source.descriptor);
        }
    }
}
// ANCHOR_END: drop

// ANCHOR: would_not_block
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
    match poll(&mut asked, Some(&Timespec::default())) {
        // Unknown: the caller tries the operation and finds out.
        Err(Errno::INTR) => Ok(true),
        found => Ok(found? > 0),
    }
}
// ANCHOR_END: would_not_block
