// clock: real
//! A pilot who waits, but not for ever, on the stage timers.

// ANCHOR: listing
use std::time::Duration;

use ground_up::stages::timers::{Executor, sleep, timeout};

async fn ferry(name: &str, tenths: u32) {
    sleep(Duration::from_millis(100) * tenths).await;
    println!("{name}: is at the buoy");
}

async fn pilot() {
    let patience = Duration::from_millis(300);
    for (name, tenths) in [("Gull", 1), ("Heron", 600)] {
        println!("pilot: waits for the {name}");
        match timeout(patience, ferry(name, tenths)).await {
            Ok(()) => println!("pilot: boards the {name}"),
            Err(_) => println!("pilot: gives up the {name}"),
        }
    }
}

fn main() {
    Executor::new().run(pilot());
}
// ANCHOR_END: listing
