//! A group of tasks waits for a task that never ends.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

async fn heartbeat() {
    loop {
        sleep(Duration::from_secs(2)).await;
        say!("heartbeat: alive");
    }
}

async fn copy() {
    let mut group = JoinSet::new();
    group.spawn(heartbeat());
    sleep(Duration::from_secs(3)).await;
    say!("copy: done");
    while group.join_next().await.is_some() {}
}

async fn start() {
    if timeout(Duration::from_secs(9), copy()).await.is_err() {
        say!("main: the group has not ended");
    }
}

fn main() {
    run(start());
}
// ANCHOR_END: listing
