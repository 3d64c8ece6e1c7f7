//! A descriptor that tasks wait for.

use std::future::poll_fn;
use std::io;
use std::os::fd::{AsFd, AsRawFd};
use std::panic::Location;
use std::rc::Rc;
use std::task::{Context, Poll};

use rustix::io::ioctl_fionbio;

use super::event_loop::Core;
use super::reactor::Waiting;
use crate::Interest;
use crate::trace::{Line, What};

// ANCHOR: async
/// A descriptor whose readiness a task can await: a socket, a pipe.
/// The task that uses it holds it; the loop wakes the tasks that wait
/// for it; dropping it closes it. `loop.add_reader` and the streams of
/// asyncio; `trio.socket`; tokio's `AsyncFd` and `net`.
pub struct Async<T: AsFd + 'static> {
    io: Rc<T>,
}
// ANCHOR_END: async

impl<T: AsFd + 'static> Async<T> {
    /// Makes the descriptor non-blocking.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    // ANCHOR: new
    pub fn new(io: T) -> io::Result<Async<T>> {
        ioctl_fionbio(&io, true)?;
        let io = Rc::new(io);
        Ok(Async { io })
    }
    // ANCHOR_END: new

    /// What it holds. Code that reads or writes through it meets
    /// `WouldBlock` and waits with [`ready`](Async::ready).
    pub fn get(&self) -> &T {
        &self.io
    }

    /// Waits until an operation would not block. It can block all the
    /// same, where another task was faster. A hang-up or an error
    /// counts as ready.
    ///
    /// # Errors
    ///
    /// None at this stage.
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
        let core = Core::running("Async");
        let descriptor = self.io.as_fd().as_raw_fd();
        let awaited = What::SocketAwaited(descriptor, interest);
        core.tell(awaited, Some(line));
        let ticket = core.ticket();
        let wait = Wait { core, ticket };
        let mut listed = false;
        poll_fn(|cx| {
            // The loop takes a wait out of the list when it is over.
            if listed && !wait.core.reactor.is_listed(ticket) {
                return Poll::Ready(Ok(()));
            }
            listed = true;
            self.enlist(&wait, interest, cx);
            Poll::Pending
        })
        .await
    }

    fn enlist(
        &self,
        wait: &Wait,
        interest: Interest,
        cx: &mut Context<'_>,
    ) {
        let (io, waker) = (self.io.clone(), cx.waker().clone());
        let waiting = Waiting {
            io,
            interest,
            waker,
        };
        // The old waker is dropped last: its drop can run any code.
        let _before = wait.core.reactor.set(wait.ticket, waiting);
    }
    // ANCHOR_END: ready
}

// ANCHOR: place
/// An entry in the list of waits. Dropping it removes the entry.
struct Wait {
    core: Rc<Core>,
    ticket: u64,
}

impl Drop for Wait {
    fn drop(&mut self) {
        let _waiting = self.core.reactor.remove(self.ticket);
    }
}
// ANCHOR_END: place
