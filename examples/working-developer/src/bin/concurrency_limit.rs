//! At most two of four are under way.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::stream::{self, StreamExt};
use tokio::time::sleep;

async fn call((name, seconds): (&str, u64)) -> &str {
    say!("{name}: dials");
    sleep(Duration::from_secs(seconds)).await;
    name
}

async fn editor() {
    let calls = [("Ada", 2), ("Ben", 1), ("Cleo", 2), ("Dan", 2)];
    let mut reporters =
        stream::iter(calls).map(call).buffer_unordered(2);
    while let Some(name) = reporters.next().await {
        say!("editor: thanks, {name}");
    }
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
