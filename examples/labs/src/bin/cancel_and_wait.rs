//! The aborted task is awaited before its file is deleted.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

struct File;

impl Drop for File {
    fn drop(&mut self) {
        say!("download: closes the file");
    }
}

async fn download() {
    say!("download: opens the file");
    let _file = File;
    sleep(Duration::from_secs(10)).await;
}

async fn main_task() {
    let task = task::spawn(download());
    sleep(Duration::from_secs(1)).await;
    task.abort();
    let error = task.await.expect_err("it was aborted");
    assert!(error.is_cancelled());
    say!("main: deletes the file");
    sleep(Duration::from_secs(1)).await;
    say!("main: ends");
}

fn main() {
    run(main_task());
}
// ANCHOR_END: listing
