//! A group of tasks ends what would never end by itself.

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
    let beating = group.spawn(heartbeat());
    sleep(Duration::from_secs(3)).await;
    say!("copy: done");
    beating.abort();
    while group.join_next().await.is_some() {}
}

async fn start() {
    if timeout(Duration::from_secs(9), copy()).await.is_ok() {
        say!("main: the group has ended");
    }
}

fn main() {
    run(start());
}
// ANCHOR_END: listing
