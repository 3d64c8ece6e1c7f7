//! A timeout that is built where it is awaited.

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
    say!("prepares");
    sleep(Duration::from_millis(1500)).await;
    let limited = timeout(Duration::from_secs(2), work());
    if limited.await.is_err() {
        say!("the limit of two seconds has passed");
    }
}

fn main() {
    run(start());
}
// ANCHOR_END: listing
