#![expect(unused_must_use, reason = "the lint is the page's subject")]

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn save(order: &str) {
    sleep(Duration::from_secs(1)).await;
    say!("{order} is in the database");
}

async fn checkout() {
    save("order 7");
    say!("Thank you for order 7!");
}

fn main() {
    run(checkout())
}
// ANCHOR_END: listing
