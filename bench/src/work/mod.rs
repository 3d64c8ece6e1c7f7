//! The work, one and the same source text for each peer: tokio asks that futures be `Send` and the
//! others do not, so that no one generic function fits all. `bench/rings` has it from here, too.
//!
//! A measurement is a process of its own, which prints its figures on one line. One that serves
//! prints first which port it has, and its figures when its clients are gone.

use std::fs;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::task::{Poll, Waker};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

#[macro_use]
mod sockets;
#[macro_use]
mod tasks;
#[macro_use]
mod timers;

/// Tasks arrive, and main waits until so many have.
pub struct Arrivals(Mutex<(usize, Option<(usize, Waker)>)>);

impl Arrivals {
    /// Nobody has arrived.
    pub const fn new() -> Arrivals {
        Arrivals(Mutex::new((0, None)))
    }

    /// One more is there.
    pub fn arrive(&self) {
        let mut state = self.0.lock().expect("no task panics");
        state.0 += 1;
        let arrived = state.0;
        let awaited = state.1.take_if(|(awaited, _)| *awaited <= arrived);
        drop(state);
        if let Some((_, main)) = awaited {
            main.wake();
        }
    }

    /// Until so many are there.
    pub async fn until(&self, awaited: usize) {
        poll_fn(|cx| {
            let mut state = self.0.lock().expect("no task panics");
            if state.0 >= awaited {
                return Poll::Ready(());
            }
            state.1 = Some((awaited, cx.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}

/// The figures of one measurement, or why there are none.
pub type Outcome = Result<Vec<f64>, String>;

/// The time of one operation, in nanoseconds.
pub fn each(operations: usize, time: Duration) -> Outcome {
    Ok(vec![time.as_nanos() as f64 / operations as f64])
}

/// The CPU time of this process, with that of the system's threads that work for it.
pub fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Bytes of this process in memory.
/// Errors: where the system does not say it.
pub fn resident() -> Result<usize, String> {
    let sizes = fs::read_to_string("/proc/self/statm").map_err(|e| e.to_string())?;
    let resident = sizes.split(' ').nth(1);
    let pages = resident.and_then(|pages| pages.parse::<usize>().ok());
    Ok(pages.ok_or("no size")? * rustix::param::page_size())
}

/// Tells the client where to connect.
pub fn announce(server: SocketAddr) {
    println!("port {}", server.port());
}

/// What the process says in the end.
pub fn say(outcome: Outcome) {
    match outcome {
        Ok(figures) => {
            let figures: Vec<_> = figures.iter().map(f64::to_string).collect();
            println!("figures {}", figures.join(" "));
        }
        Err(why) => println!("none {why}"),
    }
}

/// Why a loop has no figure for this work.
pub fn lacking(work: &str) -> &'static str {
    match work {
        "http" => "it has no adapter for hyper here",
        _ => "it has no such thing",
    }
}

/// Reads `<work> <size> …`.
pub fn work_and_sizes(words: &[String]) -> (String, Vec<usize>) {
    let sizes = words.iter().skip(1).map(|size| size.parse());
    let sizes = sizes.map(|size| size.expect("the sizes are numbers"));
    (words.first().cloned().unwrap_or_default(), sizes.collect())
}

/// What a loop has: `tasks`, `timers`, `sockets`, `http`.
macro_rules! workloads {
    ($($part:ident),*) => {
        use crate::work::{Arrivals, Outcome, each};

        $($part!();)*

        /// One measurement of this loop.
        pub fn measure(work: &str, sizes: &[usize]) -> Outcome {
            let done = None;
            $(let done = done.or_else(|| $part(work, sizes));)*
            done.unwrap_or_else(|| Err(crate::work::lacking(work).to_owned()))
        }
    };
}
