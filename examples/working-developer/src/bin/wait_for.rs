//! A timeout drops what it limits, at once.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
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
    if timeout(Duration::from_secs(1), call()).await.is_err() {
        say!("editor: no answer");
    }
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
