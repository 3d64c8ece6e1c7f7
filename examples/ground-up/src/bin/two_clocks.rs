// clock: real
//! A future that reads the system's clock on a loop with its own.

// ANCHOR: listing
use std::time::{Duration, Instant};

use ground_up::stages::clock::{Executor, now, sleep};

async fn cross() {
    let (begun, departed) = (Instant::now(), now());
    sleep(Duration::from_secs(3600)).await;
    let voyage = now() - departed;
    println!("by the loop's clock: {} s", voyage.as_secs());
    let elapsed = begun.elapsed();
    println!("by the system's clock: {} s", elapsed.as_secs());
}

fn main() {
    Executor::with_virtual_clock().run(cross());
}
// ANCHOR_END: listing
