//! No await between reading and writing, on one thread.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

static FREE: AtomicU32 = AtomicU32::new(3);

// ANCHOR: listing
async fn reserve(ferry: &str) {
    sleep(Duration::from_secs(1)).await;
    let seen = FREE.load(Relaxed);
    FREE.store(seen - 1, Relaxed);
    let left = FREE.load(Relaxed);
    say!("{ferry}: has a berth, {left} left");
}
// ANCHOR_END: listing

async fn harbour() -> Result<(), task::JoinError> {
    let gull = task::spawn(reserve("Gull"));
    let heron = task::spawn(reserve("Heron"));
    gull.await?;
    heron.await
}

fn main() -> Result<(), task::JoinError> {
    run(harbour())
}
