//! An error that nobody asks for is lost without a word.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

async fn report(name: &str) -> Result<(), String> {
    sleep(Duration::from_secs(1)).await;
    Err(format!("{name} has no story"))
}

async fn editor() {
    let ben = task::spawn(report("Ben"));
    sleep(Duration::from_secs(2)).await;
    if ben.is_finished() {
        say!("editor: Ben is back");
    }
    drop(ben);
    say!("editor: goes home");
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
