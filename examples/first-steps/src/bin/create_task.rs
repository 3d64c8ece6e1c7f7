//! A task starts on a later turn than the call that makes it.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

async fn cross(ferry: &str, seconds: u64) -> u64 {
    say!("{ferry}: casts off");
    sleep(Duration::from_secs(seconds)).await;
    say!("{ferry}: docks");
    10 * seconds
}

async fn harbour() -> Result<(), task::JoinError> {
    let gull = task::spawn(cross("Gull", 2));
    let heron = task::spawn(cross("Heron", 1));
    say!("harbour master: both are on their way");

    let ashore = gull.await? + heron.await?;
    say!("harbour master: {ashore} passengers ashore");
    Ok(())
}

fn main() -> Result<(), task::JoinError> {
    run(harbour())
}
// ANCHOR_END: listing
