//! What ends the loop's sleep, from any thread.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

// ANCHOR: bell
/// The end of a pair of sockets that the inbox holds.
pub(super) struct Bell(UnixStream);

/// The other end, which the loop has the system watch.
pub(super) struct Clapper(pub(super) UnixStream);

impl Bell {
    pub(super) fn new() -> (Bell, Clapper) {
        let pair = UnixStream::pair().and_then(|(rope, clapper)| {
            rope.set_nonblocking(true)?;
            clapper.set_nonblocking(true)?;
            Ok((Bell(rope), Clapper(clapper)))
        });
        pair.expect("the system can make one more pair of sockets")
    }

    /// The byte stays until it is read, so a bell that is rung before
    /// the system listens is still heard.
    pub(super) fn ring(&self) {
        // An error means that it is full, so a byte is there already.
        let _ = (&self.0).write(&[1]);
    }
}

impl Clapper {
    pub(super) fn hush(&self) {
        while (&self.0).read(&mut [0; 64]).is_ok_and(|read| read > 0) {}
    }
}
// ANCHOR_END: bell
