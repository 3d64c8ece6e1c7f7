//! Errors are values, and joining keeps them all.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::future::join_all;
use tokio::time::sleep;

async fn report(
    (name, after, fails): (&str, u64, bool),
) -> Result<String, String> {
    sleep(Duration::from_secs(after)).await;
    if fails {
        return Err(format!("{name} has no story"));
    }
    Ok(format!("{name} has a story"))
}

async fn editor() {
    let reporters =
        [("Ada", 1, true), ("Ben", 2, true), ("Cleo", 3, false)];
    for outcome in join_all(reporters.map(report)).await {
        match outcome {
            Err(reason) => {
                say!("editor: blank space, {reason}")
            }
            Ok(story) => say!("editor: prints, {story}"),
        }
    }
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
