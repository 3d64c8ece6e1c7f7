//! Two ferries on the loop that the Python program runs on, too.

// ANCHOR: listing
use std::time::Duration;
use toy::{Executor, JoinError, now, sleep, spawn};

async fn ferry(name: &str, seconds: u64) {
    sleep(Duration::from_secs(seconds)).await;
    println!("{:.1} s  {name} is in", now().as_secs_f64());
}

async fn start() -> Result<(), JoinError> {
    let gull = spawn(ferry("Gull", 2));
    let heron = spawn(ferry("Heron", 1));
    gull.await?;
    heron.await
}

fn main() -> Result<(), JoinError> {
    let executor = match std::env::var_os("VIRTUAL_CLOCK") {
        Some(_) => Executor::with_virtual_clock(),
        None => Executor::new(),
    };
    executor.run(start())
}
// ANCHOR_END: listing
