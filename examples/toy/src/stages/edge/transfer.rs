//! Reads and writes that remember whether they took all.

// ANCHOR: poll_read
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::task::{Context, Poll, ready};

use super::async_io::Async;
use crate::Interest;

impl<T: AsFd + 'static> Async<T> {
    /// Receives as `Read::read` does. A read that did not fill `buffer`
    /// took all there was: the next one waits, and saves the system
    /// call that would say so.
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
    // ANCHOR_END: poll_read

    // ANCHOR: poll_write
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
    // ANCHOR_END: poll_write

    // ANCHOR: transfer
    fn transfer(
        &self,
        interest: Interest,
        cx: &mut Context<'_>,
        whole: usize,
        operation: impl FnOnce(&T) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        let source = self.source()?;
        let direction = source.direction(interest);
        // A read of no bytes would look like the end.
        if whole == 0 {
            return Poll::Ready(Ok(0));
        }
        if !direction.exhausted.get() {
            ready!(source.core.poll_round(cx));
            match operation(self.get()) {
                Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                // A part: nothing is left. Zero is the end, which every
                // further read sees, too.
                Ok(part) if 0 < part && part < whole => {
                    direction.exhausted.set(!direction.closed.get());
                    return Poll::Ready(Ok(part));
                }
                done => return Poll::Ready(done),
            }
            // It would block: the system will tell when this ends.
            direction.exhausted.set(true);
        }
        source.enlist(interest, None, cx.waker());
        Poll::Pending
    }
}
// ANCHOR_END: transfer
