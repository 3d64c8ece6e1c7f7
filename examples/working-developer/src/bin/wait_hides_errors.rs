//! A loop that waits for all and looks at no outcome.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task::JoinSet, time::sleep};

async fn report(seconds: u64, fails: bool) -> Result<(), String> {
    sleep(Duration::from_secs(seconds)).await;
    if fails {
        return Err("the line is dead".to_string());
    }
    Ok(())
}

async fn editor() {
    let mut reporters = JoinSet::new();
    reporters.spawn(report(2, false));
    reporters.spawn(report(1, true));
    while reporters.join_next().await.is_some() {}
    say!("editor: all reports are in");
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
