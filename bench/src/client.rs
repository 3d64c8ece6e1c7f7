//! One and the same client for all peers: a poll of its own, and no loop of anybody.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::AsRawFd;
use std::thread;
use std::time::{Duration, Instant};

use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How many requests had an answer, and how long they took in all.
pub type Answered = Result<(usize, Duration), String>;

/// A server that says nothing for so long is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// Connects so often, and sends `request` on each connection `rounds` times, each time when the answer
/// to the one before is there.
pub fn converse(server: SocketAddr, connections: usize, rounds: usize, request: &[u8]) -> Answered {
    let said = |e: std::io::Error| format!("its client hears: {e}");
    let mut sockets = Vec::new();
    while sockets.len() < connections {
        // More than a server's queue takes at once would be tried again a second later.
        if sockets.len() % 64 == 63 {
            thread::sleep(Duration::from_millis(1));
        }
        sockets.push(connect(server).map_err(said)?);
    }
    let mut poll = Poll::new().map_err(said)?;
    for (place, socket) in sockets.iter().enumerate() {
        let descriptor = socket.as_raw_fd();
        let mut source = SourceFd(&descriptor);
        let registry = poll.registry();
        registry.register(&mut source, Token(place), Interest::READABLE).map_err(said)?;
    }
    let start = Instant::now();
    for socket in &mut sockets {
        socket.write_all(request).map_err(said)?;
    }
    let mut answers = vec![0; connections];
    let mut missing = connections * rounds;
    let mut events = Events::with_capacity(1024);
    let mut buffer = [0; 4096];
    while missing > 0 {
        poll.poll(&mut events, Some(PATIENCE)).map_err(said)?;
        if events.is_empty() {
            return Err(format!("it is silent for {} s", PATIENCE.as_secs()));
        }
        for place in events.iter().map(|event| event.token().0) {
            if answers[place] == rounds {
                // It has been hung up on, when all have their answers.
                continue;
            }
            // Answers are short: each comes whole.
            if sockets[place].read(&mut buffer).map_err(said)? == 0 {
                return Err("it hangs up".to_owned());
            }
            missing -= 1;
            answers[place] += 1;
            if answers[place] < rounds {
                sockets[place].write_all(request).map_err(said)?;
            }
        }
    }
    Ok((connections * rounds, start.elapsed()))
}

fn connect(server: SocketAddr) -> std::io::Result<TcpStream> {
    let socket = TcpStream::connect(server)?;
    socket.set_nodelay(true)?;
    socket.set_nonblocking(true)?;
    // Thousands of connections in TIME_WAIT would be in the way of the next round.
    rustix::net::sockopt::set_socket_linger(&socket, Some(Duration::ZERO))?;
    Ok(socket)
}

/// Raises the soft limit of descriptors, which the children inherit, to the hard one.
pub fn make_room() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // Where that is refused, a row says which socket it could not have.
    let _refused = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
}
