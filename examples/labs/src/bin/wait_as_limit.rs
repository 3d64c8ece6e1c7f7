//! A limit for the wait, and not for what is waited for.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task;
use tokio::time::{sleep, timeout};

async fn query() {
    sleep(Duration::from_secs(3)).await;
    say!("query: locks the table");
}

async fn handler() {
    let task = task::spawn(query());
    match timeout(Duration::from_secs(1), task).await {
        Ok(_) => say!("handler: the query is over"),
        Err(_) => say!("handler: too slow"),
    }
    sleep(Duration::from_secs(3)).await;
    say!("handler: ends");
}

fn main() {
    run(handler());
}
// ANCHOR_END: listing
