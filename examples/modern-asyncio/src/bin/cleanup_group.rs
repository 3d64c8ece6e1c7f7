//! A worker that is told to stop saves its data first.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task::{JoinSet, spawn};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

async fn send_log() -> Result<(), &'static str> {
    sleep(Duration::from_secs(1)).await;
    Err("no log server")
}

async fn save() {
    let mut group = JoinSet::from_iter([send_log()]);
    while let Some(ended) = group.join_next().await {
        if ended.expect("no child panics").is_err() {
            say!("save: goes on without the log");
        }
    }
    sleep(Duration::from_secs(1)).await;
    say!("save: the data is saved");
}

async fn worker(stop: CancellationToken) {
    let work = sleep(Duration::from_secs(10));
    stop.run_until_cancelled(work).await;
    save().await;
}

async fn service() {
    let stop = CancellationToken::new();
    let task = spawn(worker(stop.clone()));
    sleep(Duration::from_secs(1)).await;
    stop.cancel();
    task.await.expect("the worker does not panic");
    say!("service: the worker has ended");
}
// ANCHOR_END: listing

fn main() {
    run(service());
}
