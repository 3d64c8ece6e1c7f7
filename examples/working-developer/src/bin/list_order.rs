//! Results in the order of the list wait for those before them.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task::spawn;
use tokio::time::sleep;

async fn report((name, seconds): (&str, u64)) -> String {
    sleep(Duration::from_secs(seconds)).await;
    format!("{name} files after {seconds} s")
}

async fn editor() {
    let calls = [("Ada", 3), ("Ben", 1), ("Cleo", 2)];
    let reporters = calls.map(|call| spawn(report(call)));
    for reporter in reporters {
        let dispatch = reporter.await.expect("no reporter panics");
        say!("editor: {dispatch}");
    }
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
