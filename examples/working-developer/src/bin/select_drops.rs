//! `select!` drops what has lost.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{select, time::sleep};

async fn agency(name: &str, seconds: u64) -> &str {
    sleep(Duration::from_secs(seconds)).await;
    say!("{name}: has the result");
    name
}

async fn editor() {
    let first = select! {
        name = agency("North", 2) => name,
        name = agency("South", 1) => name,
    };
    say!("editor: prints {first}");
    sleep(Duration::from_secs(2)).await;
    say!("editor: goes home");
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
