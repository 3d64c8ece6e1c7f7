//! What a request costs a server that waits for each: with the reads of
//! the stage mailbox, which ask first, and with those of the stage edge,
//! which remember. `cargo run --release -p ground-up --example reads`

/// One loop: a server, and a client that awaits each reply.
macro_rules! measure {
    ($stage:ident, |$server:ident, $buffer:ident| $read:expr) => {
        pub fn $stage(requests: u32) -> io::Result<Cost> {
            use ground_up::stages::$stage::{
                Async, Executor, Interest::Read, spawn,
            };

            Executor::new().run(async move {
                let (client, server) = UnixStream::pair()?;
                let client = Async::new(client)?;
                let server = Async::new(Counted::new(server))?;
                let served = spawn(async move {
                    let ($server, mut buffer) = (&server, [0; 64]);
                    for _ in 0..requests {
                        let $buffer = &mut buffer;
                        let length = $read.await?;
                        (&server.get().io)
                            .write_all(&buffer[..length])?;
                    }
                    let Counted { reads, looks, .. } = server.get();
                    io::Result::Ok((reads.get(), looks.get()))
                });
                let start = Instant::now();
                for _ in 0..requests {
                    client.get().write_all(b"fib 7")?;
                    client
                        .with(Read, |mut io| io.read(&mut [0; 64]))
                        .await?;
                }
                let time = start.elapsed() / requests;
                let counts =
                    served.await.expect("it does not panic")?;
                let each =
                    |count| f64::from(count) / f64::from(requests);
                let (reads, looks) = (each(counts.0), each(counts.1));
                Ok(Cost { time, reads, looks })
            })
        }
    };
}

use std::cell::Cell;
use std::future::poll_fn;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

measure!(mailbox, |server, buffer| {
    server.with(Read, |mut io| io.read(buffer))
});
measure!(edge, |server, buffer| {
    poll_fn(|cx| server.poll_read(cx, buffer))
});

/// Of one request.
pub struct Cost {
    time: Duration,
    reads: f64,
    looks: f64,
}

/// Counts how often the system is asked about the socket.
struct Counted {
    io: UnixStream,
    reads: Cell<u32>,
    looks: Cell<u32>,
}

impl Counted {
    fn new(io: UnixStream) -> Counted {
        let (reads, looks) = Default::default();
        Counted { io, reads, looks }
    }
}

impl AsFd for Counted {
    /// A look of the loop needs the descriptor. Making it non-blocking
    /// and registering it do, too, once each.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.looks.update(|looks| looks + 1);
        self.io.as_fd()
    }
}

impl Read for &Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reads.update(|reads| reads + 1);
        (&self.io).read(buffer)
    }
}

fn main() -> io::Result<()> {
    const REQUESTS: u32 = 1_000;
    // Interleaved, and the best of many: others use the machine.
    let mut best = [mailbox(REQUESTS)?, edge(REQUESTS)?];
    for _ in 1..200 {
        let rounds = [mailbox(REQUESTS)?, edge(REQUESTS)?];
        for (best, round) in best.iter_mut().zip(rounds) {
            best.time = round.time.min(best.time);
        }
    }
    let [mailbox, edge] = best;
    let ratio = edge.time.as_secs_f64() / mailbox.time.as_secs_f64();
    println!("of a request    mailbox       edge  ratio");
    println!("reads  {:>16.2}  {:>9.2}", mailbox.reads, edge.reads);
    println!("looks  {:>16.2}  {:>9.2}", mailbox.looks, edge.looks);
    println!(
        "time   {:>16.1?}  {:>9.1?}  {ratio:5.2}",
        mailbox.time, edge.time
    );
    Ok(())
}
