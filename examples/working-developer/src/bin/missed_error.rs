//! An error that lies one layer deeper than its caller looks.

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
    match ben.await {
        Ok(_) => say!("editor: no error"),
        Err(error) => say!("editor: {error}"),
    }
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
