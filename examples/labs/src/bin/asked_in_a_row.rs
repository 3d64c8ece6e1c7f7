//! Two futures are made first, and then awaited one after the other.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn ask(service: &str) {
    say!("{service}: asked");
    sleep(Duration::from_secs(1)).await;
    say!("{service}: answered");
}

async fn page() {
    let prices = ask("prices");
    let stock = ask("stock");
    prices.await;
    stock.await;
    say!("page: complete");
}

fn main() {
    run(page())
}
// ANCHOR_END: listing
