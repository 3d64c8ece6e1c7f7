//! The error of a child reaches the code that awaits the child.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task::spawn, time::sleep};

async fn fetch_price() -> Result<u32, &'static str> {
    sleep(Duration::from_secs(1)).await;
    Err("no price today")
}

async fn page() {
    let price = spawn(fetch_price());
    match price.await.expect("no child panics") {
        Ok(price) => say!("page: the price is {price}"),
        Err(_) => say!("page: shows yesterday's price"),
    }
    say!("page: ends");
}

fn main() {
    run(page());
}
// ANCHOR_END: listing
