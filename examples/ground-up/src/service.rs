//! The fib service: what its servers share, and who visits them.
//!
//! A client sends a line with a whole number n, and is sent a line with
//! fib(n), as often as it likes.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;
use std::{env, iter, str, thread};

// ANCHOR: service
const LARGEST: u32 = 40;
pub(crate) const LONGEST_LINE: usize = 64;

/// The nth Fibonacci number, the slow way.
pub fn fib(n: u32) -> u64 {
    if n < 2 {
        return n.into();
    }
    fib(n - 1) + fib(n - 2)
}

/// The reply to a line.
pub fn answer(line: &[u8]) -> String {
    let Some(line) = line.strip_suffix(b"\n") else {
        return "error: line too long\n".to_owned();
    };
    match whole_number(line) {
        Some(n) if n <= LARGEST => format!("{}\n", fib(n)),
        _ => "error: send a whole number from 0 to 40\n".to_owned(),
    }
}
// ANCHOR_END: service

/// Whether the reply takes long to compute.
#[must_use]
pub fn is_heavy(line: &[u8]) -> bool {
    line.strip_suffix(b"\n")
        .and_then(whole_number)
        .is_some_and(|n| (21..=LARGEST).contains(&n))
}

fn whole_number(line: &[u8]) -> Option<u32> {
    let number =
        str::from_utf8(line).ok()?.trim_matches([' ', '\t', '\r']);
    let digits_only = number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|_| digits_only)
}

// ANCHOR: lines
/// What a client sends; ends with the client. A line that is too long
/// comes without an end, as the last.
pub fn lines(
    client: &TcpStream,
) -> impl Iterator<Item = io::Result<Vec<u8>>> {
    let mut stream = BufReader::new(client);
    let mut hung_up = false;
    iter::from_fn(move || {
        if hung_up {
            return hang_up(client, &mut stream).err().map(Err);
        }
        let mut line = Vec::new();
        let longest = LONGEST_LINE as u64 + 1;
        let mut ahead = stream.by_ref().take(longest);
        if let Err(error) = ahead.read_until(b'\n', &mut line) {
            return Some(Err(error));
        }
        let has_end = line.ends_with(b"\n");
        hung_up = !has_end && line.len() > LONGEST_LINE;
        (has_end || hung_up).then_some(Ok(line))
    })
}
// ANCHOR_END: lines

/// Closed with bytes unread, the connection would be reset, and the last
/// reply could be lost on its way.
fn hang_up(
    client: &TcpStream,
    stream: &mut impl Read,
) -> io::Result<()> {
    client.shutdown(Shutdown::Write)?;
    io::copy(stream, &mut io::sink()).map(drop)
}

/// Serves the port on the command line until interrupted. Without a
/// port: serves a free one, for the time of a visit.
///
/// # Errors
///
/// If the port cannot be had, the server fails or the visit does.
///
/// # Panics
///
/// If the argument is no port.
pub fn run(
    serve: impl FnOnce(TcpListener) -> io::Result<()> + Send + 'static,
    visit: impl FnOnce(SocketAddr) -> io::Result<()>,
) -> io::Result<()> {
    let Some(port) = env::args().nth(1) else {
        return visit(start(serve)?);
    };
    let port: u16 = port.parse().expect("the argument is a port");
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    println!("port {}", listener.local_addr()?.port());
    serve(listener)
}

/// How long a client may be silent: the second argument, in seconds.
///
/// # Panics
///
/// If it is no number of seconds.
#[must_use]
pub fn patience() -> Duration {
    let seconds = env::args().nth(2).map_or(10.0, |argument| {
        argument.parse().expect("the patience is a number")
    });
    Duration::from_secs_f64(seconds)
}

/// Serves a free port in a thread that ends with the program.
///
/// # Errors
///
/// If there is no free port.
pub fn start(
    serve: impl FnOnce(TcpListener) -> io::Result<()> + Send + 'static,
) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || serve(listener));
    Ok(address)
}

/// A client that says aloud what it asks and what it hears.
pub struct Ferry {
    name: &'static str,
    stream: BufReader<TcpStream>,
}

impl Ferry {
    /// Connects.
    ///
    /// # Errors
    ///
    /// If nobody listens.
    pub fn new(
        name: &'static str,
        address: SocketAddr,
    ) -> io::Result<Ferry> {
        let stream = BufReader::new(TcpStream::connect(address)?);
        Ok(Ferry { name, stream })
    }

    /// Says a line under the ferry's name.
    pub fn say(&self, line: &str) {
        println!("{}: {line}", self.name);
    }

    /// Sends a number.
    ///
    /// # Errors
    ///
    /// If the service is gone.
    pub fn send(&mut self, n: u32) -> io::Result<()> {
        self.say(&format!("asks for fib({n})"));
        self.stream.get_mut().write_all(format!("{n}\n").as_bytes())
    }

    /// Waits for a reply.
    ///
    /// # Errors
    ///
    /// If the connection breaks.
    pub fn hear(&mut self) -> io::Result<()> {
        let mut reply = String::new();
        self.stream.read_line(&mut reply)?;
        self.say(&format!("hears {}", reply.trim_end()));
        Ok(())
    }

    /// Sends a number and waits for the reply.
    ///
    /// # Errors
    ///
    /// If the service is gone.
    pub fn ask(&mut self, n: u32) -> io::Result<()> {
        self.send(n)?;
        self.hear()
    }

    /// Closes the connection.
    pub fn leave(self) {
        self.say("leaves");
    }
}
