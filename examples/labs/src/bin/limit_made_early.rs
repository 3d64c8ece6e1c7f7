//! A timeout that is built long before it is awaited.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::{sleep, timeout};

async fn work() {
    say!("begins the work of one second");
    sleep(Duration::from_secs(1)).await;
    say!("the work is done");
}

async fn start() {
    let limited = timeout(Duration::from_secs(2), work());
    say!("prepares");
    sleep(Duration::from_millis(1500)).await;
    if limited.await.is_err() {
        say!("the limit of two seconds has passed");
    }
}

fn main() {
    run(start());
}
// ANCHOR_END: listing
