//! The function is async, and there is one loop.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn load() -> &'static str {
    sleep(Duration::from_secs(1)).await;
    "blue"
}

async fn colour() -> &'static str {
    load().await
}

async fn main_task() {
    say!("main: the colour is {}", colour().await);
}

fn main() {
    run(main_task());
}
// ANCHOR_END: listing
