// clock: real
//! A pinned future is awaited in parts, by reference.

// ANCHOR: listing
use std::pin::pin;
use std::time::Duration;

use ground_up::stages::clock::{Executor, now, sleep, timeout};

async fn cross() -> u64 {
    sleep(Duration::from_secs(3)).await;
    now().as_secs()
}

async fn pilot() {
    let limit = Duration::from_secs(1);
    let mut ferry = pin!(cross());
    let docked = loop {
        match timeout(limit, ferry.as_mut()).await {
            Ok(docked) => break docked,
            Err(_) => println!("{} s: no ferry", now().as_secs()),
        }
    };
    println!("{docked} s: the ferry docks");
}

fn main() {
    Executor::with_virtual_clock().run(pilot());
}
// ANCHOR_END: listing
