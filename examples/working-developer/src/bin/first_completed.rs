//! The first of three tasks is enough, and the others go on.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::future::select_all;
use tokio::{task, time::sleep};

async fn agency(name: &'static str, seconds: u64) -> &'static str {
    sleep(Duration::from_secs(seconds)).await;
    say!("{name}: has the result");
    name
}

async fn editor() {
    let agencies = [("North", 2), ("South", 1), ("East", 3)]
        .map(|(name, seconds)| task::spawn(agency(name, seconds)));
    let (first, _, pending) = select_all(agencies).await;
    let name = first.expect("no agency panics");
    say!("editor: prints {name}");
    sleep(Duration::from_millis(1500)).await;
    for task in &pending {
        task.abort();
    }
    let many = pending.len();
    say!("editor: calls off {many}, too late for one");
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
