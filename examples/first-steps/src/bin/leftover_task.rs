//! What becomes of a task that still runs when main returns.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

struct Lamp;

impl Drop for Lamp {
    fn drop(&mut self) {
        say!("lighthouse: the lamp cools");
    }
}

async fn lighthouse() {
    let _lamp = Lamp;
    loop {
        say!("lighthouse: flash");
        sleep(Duration::from_secs(1)).await;
    }
}

async fn harbour() {
    let light = task::spawn(lighthouse());
    sleep(Duration::from_millis(1500)).await;
    let lamp = if light.is_finished() { "out" } else { "lit" };
    say!("harbour master: goes home, the lamp is {lamp}");
}

fn main() {
    run(harbour());
    println!("the harbour is closed");
}
// ANCHOR_END: listing
