// clock: real
//! What the system tells of bytes that nobody has read, through mio.

use std::io::{self, Read, Write};
use std::time::Duration;

use mio::net::UnixStream;
use mio::{Events, Interest, Poll, Token};

// ANCHOR: listing
fn ask(poll: &mut Poll, when: &str) -> io::Result<()> {
    let mut events = Events::with_capacity(8);
    poll.poll(&mut events, Some(Duration::ZERO))?;
    let told = match events.is_empty() {
        false => "can be read",
        true => "nothing",
    };
    println!("{when}: {told}");
    Ok(())
}

fn main() -> io::Result<()> {
    let (mut ours, mut theirs) = UnixStream::pair()?;
    let mut poll = Poll::new()?;
    let registry = poll.registry();
    registry.register(&mut ours, Token(0), Interest::READABLE)?;

    theirs.write_all(b"tide")?;
    ask(&mut poll, "four bytes have come")?;
    ours.read_exact(&mut [0])?;
    ask(&mut poll, "one of them is read")?;
    theirs.write_all(b"!")?;
    ask(&mut poll, "one more has come")?;
    ours.read_exact(&mut [0; 4])?;
    ask(&mut poll, "all are read")
}
// ANCHOR_END: listing
