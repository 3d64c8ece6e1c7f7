// clock: real
use std::io;
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsRawFd;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::{Errno, dup};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Lowers the limit, so that there is room for one more.
fn leave_one_descriptor() -> io::Result<()> {
    let last = dup(io::stdin())?.as_raw_fd();
    let maximum = getrlimit(Resource::Nofile).maximum;
    let current = Some(last as u64 + 1);
    setrlimit(Resource::Nofile, Rlimit { current, maximum })?;
    Ok(())
}

// ANCHOR: listing
fn accept(listener: &TcpListener) -> io::Result<Option<TcpStream>> {
    poll(&mut [PollFd::new(listener, PollFlags::IN)], None)?;
    println!("harbour: somebody is at the door");
    match listener.accept() {
        Err(error)
            if Errno::from_io_error(&error) == Some(Errno::MFILE) =>
        {
            println!("harbour: EMFILE");
            Ok(None)
        }
        accepted => accepted.map(|(client, _)| Some(client)),
    }
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let _gull = TcpStream::connect(listener.local_addr()?)?;
    let _heron = TcpStream::connect(listener.local_addr()?)?;
    leave_one_descriptor()?;
    let first = accept(&listener)?;
    for _ in 0..3 {
        accept(&listener)?;
    }
    println!("harbour: the first one leaves");
    drop(first);
    if let Some(_second) = accept(&listener)? {
        println!("harbour: the second one is in");
    }
    Ok(())
}
// ANCHOR_END: listing
