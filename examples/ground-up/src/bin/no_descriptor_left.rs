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

fn name(error: &io::Error) -> &str {
    match Errno::from_io_error(error) {
        Some(Errno::MFILE) => "EMFILE",
        _ => "another error",
    }
}

// ANCHOR: listing
fn accept(listener: &TcpListener) -> Option<TcpStream> {
    poll(&mut [PollFd::new(listener, PollFlags::IN)], None)
        .expect("a socket can be asked for");
    println!("harbour: somebody is at the door");
    let accepted = listener.accept();
    match &accepted {
        Ok(_) => println!("harbour: one is let in"),
        Err(error) => println!("harbour: {}", name(error)),
    }
    accepted.ok().map(|(client, _)| client)
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let _gull = TcpStream::connect(listener.local_addr()?)?;
    let _heron = TcpStream::connect(listener.local_addr()?)?;
    leave_one_descriptor()?;
    let first = accept(&listener);
    for _ in 0..3 {
        accept(&listener);
    }
    println!("harbour: the first one leaves");
    drop(first);
    accept(&listener);
    Ok(())
}
// ANCHOR_END: listing
