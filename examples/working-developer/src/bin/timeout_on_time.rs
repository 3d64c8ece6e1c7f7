//! A timeout that limits the wait, and leaves the task to its caller.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task;
use tokio::time::{sleep, timeout};

struct Line;

impl Drop for Line {
    fn drop(&mut self) {
        say!("Ada: hangs up");
    }
}

async fn call() {
    let _line = Line;
    say!("Ada: dials");
    sleep(Duration::from_secs(5)).await;
    say!("Ada: has the answer");
}

async fn editor() {
    let mut ada = task::spawn(call());
    if timeout(Duration::from_secs(1), &mut ada).await.is_err() {
        say!("editor: no answer");
        ada.abort();
        ada.await.expect_err("Ada is aborted");
    }
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
