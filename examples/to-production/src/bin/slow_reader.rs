//! A reader that cannot keep up is cut, and the others are served.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::mpsc::{self, Receiver};
use tokio::{task, time::sleep};

async fn read(name: &str, mut prices: Receiver<u32>, millis: u64) {
    while let Some(price) = prices.recv().await {
        say!("{name}: reads {price}");
        sleep(Duration::from_millis(millis)).await;
    }
}

async fn publish() {
    let mut clients = Vec::new();
    for (name, millis) in [("quick", 100), ("slow", 900)] {
        let (prices, inbox) = mpsc::channel(2);
        let task = task::spawn(read(name, inbox, millis));
        clients.push((name, prices, task));
    }
    for price in 10..15 {
        clients.retain(|(name, prices, task)| {
            let is_open = prices.try_send(price).is_ok();
            if !is_open {
                say!("{name}: is cut");
                task.abort();
            }
            is_open
        });
        sleep(Duration::from_millis(200)).await;
    }
}

fn main() {
    run(publish());
}
// ANCHOR_END: listing
