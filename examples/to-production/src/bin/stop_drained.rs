//! A service that lets its clients finish, up to a limit.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

async fn serve(client: &str, seconds: u64) {
    say!("{client}: begins");
    sleep(Duration::from_secs(seconds)).await;
    say!("{client}: answered");
}

async fn keep_open(client: &str, stopping: CancellationToken) {
    stopping.cancelled().await;
    say!("{client}: closed");
}

async fn service() {
    let stopping = CancellationToken::new();
    let clients = TaskTracker::new();
    clients.spawn(serve("quick", 1));
    clients.spawn(serve("slow", 5));
    clients.spawn(keep_open("idle", stopping.clone()));
    sleep(Duration::from_millis(500)).await;
    say!("terminated with {} clients", clients.len());
    stopping.cancel();
    clients.close();
    let limit = Duration::from_secs(2);
    // An error says that the limit has passed.
    let _ = timeout(limit, clients.wait()).await;
    say!("cut: {}", clients.len());
}

fn main() {
    run(service());
}
// ANCHOR_END: listing
