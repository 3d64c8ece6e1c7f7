//! One limit for a block of statements.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::{sleep, timeout};

async fn ask(source: &str) {
    sleep(Duration::from_secs(2)).await;
    say!("Ada: the {source} answers");
}

async fn reporter() {
    let both = async {
        ask("mayor").await;
        ask("police").await;
    };
    if timeout(Duration::from_secs(3), both).await.is_err() {
        say!("Ada: writes with what she has");
    }
}

fn main() {
    run(reporter());
}
// ANCHOR_END: listing
