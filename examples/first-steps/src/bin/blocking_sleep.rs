// clock: real
//! Two pilots who hold the thread while they wait.

// ANCHOR: listing
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::{thread, time::Duration};

use tokio::{task, time::sleep};

static FLASHES: AtomicU32 = AtomicU32::new(0);

async fn lighthouse() {
    loop {
        FLASHES.fetch_add(1, Relaxed);
        sleep(Duration::from_millis(50)).await;
    }
}

async fn pilot(name: &str, milliseconds: u64) {
    println!("{name}: boards");
    let before = FLASHES.load(Relaxed);
    thread::sleep(Duration::from_millis(milliseconds));
    let seen = FLASHES.load(Relaxed) - before;
    println!("{name}: leaves, flashes seen: {seen}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), task::JoinError> {
    task::spawn(lighthouse());
    let ada = task::spawn(pilot("Ada", 250));
    let bo = task::spawn(pilot("Bo", 150));
    ada.await?;
    bo.await
}
// ANCHOR_END: listing
