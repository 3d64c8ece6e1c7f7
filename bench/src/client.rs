//! One and the same client for all peers: a thread with a poll of its own, and no loop of anybody.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How many requests had an answer, and how long they took in all.
pub type Answered = Result<(usize, Duration), String>;

/// Connects so often, and sends `request` on each connection `rounds` times, each time when the answer
/// to the one before is there.
pub fn converse(server: SocketAddr, connections: usize, rounds: usize, request: &[u8]) -> Answered {
    let connect = |_| TcpStream::connect(server).expect("the server listens");
    let mut sockets: Vec<TcpStream> = (0..connections).map(connect).collect();
    let mut poll = Poll::new().expect("a descriptor");
    for (place, socket) in sockets.iter().enumerate() {
        prepare(socket);
        let mut source = mio::unix::SourceFd(&std::os::fd::AsRawFd::as_raw_fd(socket));
        let registered = poll
            .registry()
            .register(&mut source, Token(place), Interest::READABLE);
        registered.expect("a socket can be polled");
    }
    let start = Instant::now();
    sockets.iter_mut().for_each(|socket| ask(socket, request));
    let mut answers = vec![0; connections];
    let mut missing = connections * rounds;
    let mut events = Events::with_capacity(1024);
    let mut buffer = [0; 4096];
    while missing > 0 {
        poll.poll(&mut events, None).expect("the system can wait");
        for place in events.iter().map(|event| event.token().0) {
            if answers[place] == rounds {
                // It has been hung up on, when all have their answers.
                continue;
            }
            // Answers are short: each comes whole.
            let length = sockets[place]
                .read(&mut buffer)
                .expect("an answer is there");
            assert!(length > 0, "the server hung up");
            missing -= 1;
            answers[place] += 1;
            if answers[place] < rounds {
                ask(&mut sockets[place], request);
            }
        }
    }
    Ok((connections * rounds, start.elapsed()))
}

fn ask(socket: &mut TcpStream, request: &[u8]) {
    socket
        .write_all(request)
        .expect("short requests fit into the socket");
}

fn prepare(socket: &TcpStream) {
    socket.set_nodelay(true).expect("TCP has it");
    socket.set_nonblocking(true).expect("sockets can");
    // Thousands of connections in TIME_WAIT would be in the way of the next round.
    let linger = rustix::net::sockopt::set_socket_linger(socket, Some(Duration::ZERO));
    linger.expect("sockets can");
}

/// Asks an HTTP server.
pub fn browse(server: SocketAddr) -> Answered {
    converse(server, 50, 500, b"GET / HTTP/1.1\r\nhost: harbour\r\n\r\n")
}

/// The same with a client that nobody here wrote, for two seconds.
pub fn wrk(server: SocketAddr) -> Answered {
    let url = format!("http://{server}/");
    let wrk = Command::new("wrk")
        .args(["-t1", "-c50", "-d2s", &url])
        .output();
    let wrk = wrk.map_err(|_| "wrk is not on PATH")?;
    let printed = String::from_utf8_lossy(&wrk.stdout);
    let line = printed.lines().find(|line| line.contains(" requests in "));
    let count = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    Ok((count.ok_or("wrk counted nothing")?, Duration::from_secs(2)))
}

/// Raises the soft limit of descriptors to the hard one, if that is enough for both ends of so many
/// connections.
pub fn make_room(connections: usize) -> Result<(), String> {
    let needed = 2 * connections as u64 + 100;
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|soft| soft >= needed) {
        return Ok(());
    }
    if limit.maximum.is_some_and(|hard| hard < needed) {
        return Err(format!(
            "{needed} descriptors are more than the hard limit (ulimit -Hn)"
        ));
    }
    let raised = Rlimit {
        current: Some(needed),
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised).map_err(|e| e.to_string())
}
