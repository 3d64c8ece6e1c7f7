//! A task that waits for another task is aborted.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

async fn write_rows() {
    for row in 1..=3 {
        sleep(Duration::from_secs(1)).await;
        say!("row {row} is written");
    }
}

async fn export() {
    let rows = task::spawn(write_rows());
    rows.await.expect("writing does not panic");
}

async fn main_task() {
    let task = task::spawn(export());
    sleep(Duration::from_millis(1500)).await;
    task.abort();
    say!("main: the export is cancelled");
    sleep(Duration::from_secs(2)).await;
    say!("main: ends");
}

fn main() {
    run(main_task());
}
// ANCHOR_END: listing
