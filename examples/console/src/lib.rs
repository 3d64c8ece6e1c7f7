//! What the programs of all chapters share: a way to start tokio's
//! event loop, and a way to print under the loop's time.

use std::cell::Cell;
use std::fmt::Arguments;
use std::time::Duration;

use tokio::runtime;
use tokio::time::Instant;

thread_local! {
    static START: Cell<Option<Instant>> = const { Cell::new(None) };
    static CLOCK: Cell<fn() -> Duration> =
        const { Cell::new(since_start) };
}

/// Runs `main` to its end on a fresh event loop of this thread.
///
/// In asyncio this is `asyncio.run`. Where `VIRTUAL_CLOCK` is set, the
/// loop's clock jumps to the next timer whenever every task waits.
///
/// # Panics
///
/// If the system gives no descriptors for a loop, or if `main` panics.
pub fn run<F: Future>(main: F) -> F::Output {
    let virtual_clock = std::env::var_os("VIRTUAL_CLOCK").is_some();
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(virtual_clock)
        .build()
        .expect("the system can make one more event loop");
    runtime.block_on(async {
        START.set(Some(Instant::now()));
        main.await
    })
}

fn since_start() -> Duration {
    let start = START.get().expect("say is called inside run");
    start.elapsed()
}

/// Lets `say!` take the time of another loop, on this thread.
pub fn set_clock(now: fn() -> Duration) {
    CLOCK.set(now);
}

/// Prints a line under the loop's own time, in seconds since `run`
/// began. It formats as `println!` does.
///
/// # Panics
///
/// If called outside `run`, where no other clock is set.
#[macro_export]
macro_rules! say {
    ($($line:tt)*) => { $crate::say(format_args!($($line)*)) };
}

/// What `say!` calls.
pub fn say(line: Arguments) {
    let now = CLOCK.get()();
    println!("{:.1} s  {line}", now.as_secs_f64());
}
