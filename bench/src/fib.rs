//! The two clients that measure, and the servers of the ground-up chapter: one client asks for
//! fib(30) and times the reply, the other asks for fib(1) and counts the replies.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{env, io, thread};

use crate::cast::{cargo, root};
use crate::child::Running;
use crate::rounds::{Block, Turn};
use crate::rows::{Figure, figure};
use crate::say::say;
use crate::work::Outcome;
use bench::record::Peer;

/// A server that says nothing for so long has no reply.
const PATIENCE: Duration = Duration::from_secs(2);
/// So long replies are counted.
const WINDOW: Duration = Duration::from_millis(400);
/// So many long requests are timed.
const LONG: usize = 5;

pub const FIGURES: &[Figure] = &[
    figure("fib-long", "fib(30), one client", "ms"),
    figure("fib-long-two", "fib(30), each of two", "ms"),
    figure("fib-short", "fib(1), one client", "/s"),
    figure("fib-short-beside", "fib(1), beside fib(30)", "/s"),
];

/// Each serves the port in its argument, and says first which port it has as the last word of a line.
const SERVERS: [&str; 10] = [
    "one_client.py",
    "a_thread_each.py",
    "pool_of_workers.py",
    "one_loop.py",
    "one_loop_and_pool.py",
    "one_client",
    "a_thread_each",
    "pool_of_workers",
    "one_loop",
    "one_loop_and_pool",
];

/// The servers, as peers.
pub fn servers() -> Vec<Peer> {
    let peers = SERVERS.iter().map(|name| {
        let language = if name.ends_with(".py") { "python" } else { "rust" };
        Peer::new(name, name, language, String::new())
    });
    peers.collect()
}

pub fn block(rounds: usize) -> Block<'static> {
    let turns = SERVERS.iter().map(|&name| Turn {
        peer: name.to_owned(),
        name: name.to_owned(),
        rounds,
        measure: Box::new(move || measure(name)),
    });
    let sizes = format!("{LONG} replies, {} ms of replies", WINDOW.as_millis());
    Block { figures: FIGURES, sizes, turns: turns.collect() }
}

/// Compiles those of Rust.
pub fn compile() {
    say("compiling the servers of the fib experiment");
    let rust = SERVERS.iter().filter(|name| !name.ends_with(".py"));
    let bins: Vec<_> = rust.flat_map(|name| ["--bin", name]).collect();
    let cargo = cargo(&["build", "--package", "ground-up"]).args(bins).status();
    if !cargo.is_ok_and(|status| status.success()) {
        say("they do not compile; those that are there are measured");
    }
}

fn program(name: &str) -> io::Result<Command> {
    if !name.ends_with(".py") {
        return Ok(Command::new(env::current_exe()?.with_file_name(name)));
    }
    let newest = proof::pythons().last().ok_or_else(|| io::Error::other("no Python"))?;
    let folder = root().join("examples/ground-up/python");
    let mut command = Command::new(&newest.executable);
    command.env_clear().arg(folder.join(name));
    Ok(command)
}

fn measure(name: &str) -> Outcome {
    let said = |e: io::Error| e.to_string();
    let mut command = program(name).map_err(said)?;
    command.arg("0");
    let mut server = Running::start(command)?;
    let first = server.expect("")?;
    let port = first.rsplit(' ').next().and_then(|port| port.parse().ok());
    let port = port.ok_or("no port")?;

    let long = || Client::connect(port)?.time(LONG);
    let short = || Client::connect(port)?.count(WINDOW);
    let long_alone = long().map_err(said)?;
    let long_twice = beside(port, long).unwrap_or(f64::NAN);
    let short_alone = short().map_err(said)?;
    let short_beside = beside(port, short).unwrap_or(f64::NAN);
    Ok(vec![long_alone, long_twice, short_alone, short_beside])
}

/// What is measured while another client asks one long request after the other.
fn beside(port: u16, measure: impl Fn() -> io::Result<f64>) -> io::Result<f64> {
    let (over, mut other) = (AtomicBool::new(false), Client::connect(port)?);
    other.ask("30")?;
    thread::scope(|scope| {
        scope.spawn(|| {
            loop {
                if over.load(Ordering::Relaxed) || other.ask("30").is_err() {
                    break;
                }
            }
        });
        let measured = measure();
        over.store(true, Ordering::Relaxed);
        measured
    })
}

struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    fn connect(port: u16) -> io::Result<Client> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Client { stream: BufReader::new(stream) })
    }

    fn ask(&mut self, number: &str) -> io::Result<()> {
        writeln!(self.stream.get_mut(), "{number}")?;
        match self.stream.read_line(&mut String::new())? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// The median of so many long requests, in milliseconds. The first does not count.
    fn time(&mut self, count: usize) -> io::Result<f64> {
        self.ask("30")?;
        let mut times = Vec::new();
        for _ in 0..count {
            let start = Instant::now();
            self.ask("30")?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        Ok(times[count / 2])
    }

    /// How many short requests a second have their reply.
    fn count(&mut self, window: Duration) -> io::Result<f64> {
        self.ask("1")?;
        let (start, mut count) = (Instant::now(), 0.0);
        while start.elapsed() < window {
            self.ask("1")?;
            count += 1.0;
        }
        Ok(count / start.elapsed().as_secs_f64())
    }
}
