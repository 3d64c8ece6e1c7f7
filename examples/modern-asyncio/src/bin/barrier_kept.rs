//! A wait at a barrier that outlives a limit.

// ANCHOR: listing
use std::{pin::pin, time::Duration};

use console::{run, say};
use tokio::time::{sleep, timeout};
use tokio::{join, sync::Barrier};

async fn first(barrier: &Barrier) {
    say!("first: arrives");
    let mut wait = pin!(barrier.wait());
    let limit = Duration::from_millis(1500);
    while timeout(limit, wait.as_mut()).await.is_err() {
        say!("first: tidies up meanwhile");
    }
    say!("first: passes");
}

async fn second(barrier: &Barrier) {
    sleep(Duration::from_secs(2)).await;
    say!("second: arrives");
    barrier.wait().await;
    say!("second: passes");
}

async fn job() {
    let barrier = Barrier::new(2);
    join!(first(&barrier), second(&barrier));
}

fn main() {
    run(job());
}
// ANCHOR_END: listing
