//! A task whose handle is kept and awaited.

use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

async fn cross(ferry: &str, seconds: u64) {
    say!("{ferry}: casts off");
    sleep(Duration::from_secs(seconds)).await;
    say!("{ferry}: docks");
}

// ANCHOR: listing
async fn harbour() -> Result<(), task::JoinError> {
    let gull = task::spawn(cross("Gull", 2));
    say!("harbour master: has time for a coffee");
    gull.await?;
    say!("harbour master: goes home");
    Ok(())
}

fn main() -> Result<(), task::JoinError> {
    run(harbour())?;
    println!("the harbour is closed");
    Ok(())
}
// ANCHOR_END: listing
