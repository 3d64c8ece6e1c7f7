//! A task that nobody waits for ends with the loop.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

async fn cross(ferry: &str, seconds: u64) {
    say!("{ferry}: casts off");
    sleep(Duration::from_secs(seconds)).await;
    say!("{ferry}: docks");
}

async fn harbour() {
    task::spawn(cross("Gull", 2));
    say!("harbour master: goes home");
}

fn main() {
    run(harbour());
    println!("the harbour is closed");
}
// ANCHOR_END: listing
