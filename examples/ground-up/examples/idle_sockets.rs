//! What a message costs beside sockets that nobody writes to: with the
//! list of the stage abort, and with the registrations of the stage
//! readiness. `cargo run --release -p ground-up --example idle_sockets`

/// One loop: a reader a socket, all idle but one pair, which plays.
macro_rules! measure {
    ($stage:ident) => {
        pub fn $stage(
            idle: usize,
            rounds: u32,
        ) -> io::Result<Duration> {
            use ground_up::stages::$stage::{
                Async, Executor, Interest::Read, spawn, yield_now,
            };

            Executor::new().run(async move {
                for _ in 0..idle {
                    let socket = UdpSocket::bind(("127.0.0.1", 0))?;
                    let socket = Async::new(socket)?;
                    spawn(async move { socket.ready(Read).await });
                }
                let (left, right) = UnixStream::pair()?;
                let (left, right) =
                    (Async::new(left)?, Async::new(right)?);
                spawn(async move {
                    let mut byte = [0];
                    loop {
                        let echo = |mut io: &UnixStream| {
                            io.read_exact(&mut byte)?;
                            io.write_all(&byte)
                        };
                        right.with(Read, echo).await?;
                    }
                    #[allow(unreachable_code)] // names the error's type
                    io::Result::Ok(())
                });
                yield_now().await;
                let start = Instant::now();
                for _ in 0..rounds {
                    left.get().write_all(&[1])?;
                    left.with(Read, |mut io| io.read(&mut [0])).await?;
                }
                Ok(start.elapsed() / rounds)
            })
        }
    };
}

use std::io::{self, Read as _, Write as _};
use std::net::UdpSocket;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use rustix::process::{Resource, getrlimit, setrlimit};

measure!(abort);
measure!(readiness);

fn main() -> io::Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit)?;
    println!("idle sockets  list, a message  registrations, a message");
    for (idle, rounds) in [(10, 20_000), (5_000, 500)] {
        // Interleaved, and the best of three: others use the machine.
        let mut best = [Duration::MAX; 2];
        for _ in 0..3 {
            best[0] = best[0].min(abort(idle, rounds)?);
            best[1] = best[1].min(readiness(idle, rounds)?);
        }
        println!("{idle:12}  {:15.1?}  {:24.1?}", best[0], best[1]);
    }
    Ok(())
}
