//! A timeout ends the wait for a task, and not the task.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task;
use tokio::time::{sleep, timeout};

async fn download() {
    for part in 1..=3 {
        sleep(Duration::from_secs(1)).await;
        say!("download: part {part}");
    }
}

async fn start() {
    let downloading = task::spawn(download());
    let limit = Duration::from_millis(1500);
    if timeout(limit, downloading).await.is_err() {
        say!("main: gives up");
    }
    sleep(Duration::from_secs(3)).await;
    say!("main: ends");
}

fn main() {
    run(start());
}
// ANCHOR_END: listing
