//! Two pilots who give the thread away while they wait.

// ANCHOR: listing
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

static FLASHES: AtomicU32 = AtomicU32::new(0);

async fn lighthouse() {
    loop {
        FLASHES.fetch_add(1, Relaxed);
        sleep(Duration::from_millis(500)).await;
    }
}

async fn pilot(name: &str, milliseconds: u64) {
    say!("{name}: boards");
    let before = FLASHES.load(Relaxed);
    sleep(Duration::from_millis(milliseconds)).await;
    let seen = FLASHES.load(Relaxed) - before;
    say!("{name}: leaves, flashes seen: {seen}");
}

async fn harbour() -> Result<(), task::JoinError> {
    task::spawn(lighthouse());
    let ada = task::spawn(pilot("Ada", 2600));
    let bo = task::spawn(pilot("Bo", 1600));
    ada.await?;
    bo.await
}

fn main() -> Result<(), task::JoinError> {
    run(harbour())
}
// ANCHOR_END: listing
