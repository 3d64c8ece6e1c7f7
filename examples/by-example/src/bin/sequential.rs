//! Coroutines that are awaited one after the other.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn bake(loaf: &str, seconds: u64) {
    say!("{loaf}: into the oven");
    sleep(Duration::from_secs(seconds)).await;
    say!("{loaf}: done");
}

async fn bakery() {
    bake("rye", 3).await;
    bake("wheat", 2).await;
    bake("roll", 1).await;
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
