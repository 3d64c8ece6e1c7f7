//! A limit of zero still asks once.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::timeout;

async fn cached() -> &'static str {
    "the cache has it"
}

async fn page() {
    match timeout(Duration::ZERO, cached()).await {
        Ok(found) => say!("{found}"),
        Err(_) => say!("timeout: too late"),
    }
}

fn main() {
    run(page());
}
// ANCHOR_END: listing
