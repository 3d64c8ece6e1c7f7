//! A limit for the future itself.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::{sleep, timeout};

async fn query() {
    sleep(Duration::from_secs(3)).await;
    say!("query: locks the table");
}

async fn handler() {
    let query = query();
    match timeout(Duration::from_secs(1), query).await {
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
