//! A task outlives the wait for it, and is awaited after all.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task;
use tokio::time::{sleep, timeout};

struct Save;

impl Drop for Save {
    fn drop(&mut self) {
        say!("save: ends");
    }
}

async fn save(_save: Save) {
    say!("save: writes the first half");
    sleep(Duration::from_secs(2)).await;
    say!("save: writes the second half");
}

async fn start() {
    let mut saving = task::spawn(save(Save));
    if timeout(Duration::from_secs(1), &mut saving).await.is_err() {
        say!("main: out of time");
        saving.await.expect("no panic");
    }
    say!("main: ends");
}

fn main() {
    run(start());
}
// ANCHOR_END: listing
