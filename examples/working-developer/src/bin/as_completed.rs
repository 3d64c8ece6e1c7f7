//! Results in the order in which they come.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::time::sleep;

async fn report((name, seconds): (&str, u64)) -> String {
    sleep(Duration::from_secs(seconds)).await;
    format!("{name} files after {seconds} s")
}

async fn editor() {
    let mut reporters: FuturesUnordered<_> =
        [("Ada", 3), ("Ben", 1), ("Cleo", 2)]
            .map(report)
            .into_iter()
            .collect();
    while let Some(dispatch) = reporters.next().await {
        say!("editor: {dispatch}");
    }
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
