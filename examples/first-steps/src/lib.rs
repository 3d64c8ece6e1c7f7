//! What the programs of this chapter share: a way to start the event
//! loop, and a way to print under its clock.

use std::cell::Cell;
use std::fmt::Display;

use tokio::runtime;
use tokio::time::Instant;

thread_local! {
    static START: Cell<Option<Instant>> = const { Cell::new(None) };
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

/// Prints `line` under the loop's own time, in seconds since `run`
/// began.
///
/// # Panics
///
/// If called outside `run`.
pub fn say(line: impl Display) {
    let start = START.get().expect("say is called inside run");
    println!("{:.1} s  {line}", start.elapsed().as_secs_f64());
}
