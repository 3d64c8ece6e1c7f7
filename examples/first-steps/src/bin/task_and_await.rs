//! A task that is started, and a call that is awaited at once.

use std::time::Duration;

use console::{run, say};

// ANCHOR: listing
async fn cross(ferry: &str, seconds: u64) {
    say!("{ferry}: casts off");
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    say!("{ferry}: docks");
}

async fn harbour() -> Result<(), tokio::task::JoinError> {
    let gull = tokio::spawn(cross("Gull", 2));
    cross("Heron", 1).await;
    gull.await
}

fn main() -> Result<(), tokio::task::JoinError> {
    run(harbour())
}
// ANCHOR_END: listing
