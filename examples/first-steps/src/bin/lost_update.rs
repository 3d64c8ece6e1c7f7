//! An await between reading and writing loses an update.

// ANCHOR: listing
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

static FREE: AtomicU32 = AtomicU32::new(3);

async fn reserve(ferry: &str) {
    let seen = FREE.load(Relaxed);
    sleep(Duration::from_secs(1)).await;
    FREE.store(seen - 1, Relaxed);
    let left = FREE.load(Relaxed);
    say!("{ferry}: has a berth, {left} left");
}

async fn harbour() -> Result<(), task::JoinError> {
    let gull = task::spawn(reserve("Gull"));
    let heron = task::spawn(reserve("Heron"));
    gull.await?;
    heron.await
}

fn main() -> Result<(), task::JoinError> {
    run(harbour())
}
// ANCHOR_END: listing
