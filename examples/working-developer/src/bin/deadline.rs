//! A wait for many ends at a deadline, and its tasks do not.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

async fn report(seconds: u64) {
    sleep(Duration::from_secs(seconds)).await;
}

async fn editor() {
    let mut reporters: JoinSet<()> =
        [1, 2, 4].map(report).into_iter().collect();
    let all = reporters.len();
    let deadline = Instant::now() + Duration::from_secs(3);
    while let Ok(Some(_)) =
        timeout_at(deadline, reporters.join_next()).await
    {}
    let done = all - reporters.len();
    say!("editor: deadline, {done} of {all} are in");
    say!("editor: the press can wait for the rest");
    let mut late = 0;
    while reporters.join_next().await.is_some() {
        late += 1;
    }
    let missing = reporters.len();
    say!("editor: {late} more, {missing} missing");
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
