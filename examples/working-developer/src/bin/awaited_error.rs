//! The handle is awaited, and the result of the task is looked at.

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
    match ben.await.expect("Ben does not panic") {
        Ok(()) => say!("editor: no error"),
        Err(error) => say!("editor: {error}"),
    }
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
