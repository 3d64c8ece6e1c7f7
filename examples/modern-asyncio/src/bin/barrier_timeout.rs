//! One of three gives up, and its arrival still counts.

// ANCHOR: listing
use std::{sync::Arc, time::Duration};

use console::{run, say};
use tokio::time::{sleep, timeout};
use tokio::{sync::Barrier, task::JoinSet};

async fn arrive(name: &str, seconds: f64, barrier: Arc<Barrier>) {
    sleep(Duration::from_secs_f64(seconds)).await;
    say!("{name}: arrives");
    let limit = Duration::from_millis(1500);
    match timeout(limit, barrier.wait()).await {
        Ok(_) => say!("{name}: passes"),
        Err(_) => say!("{name}: gives up"),
    }
}

async fn job() {
    let (barrier, mut group) =
        (Arc::new(Barrier::new(3)), JoinSet::new());
    arrive("first", 0.0, barrier.clone()).await;
    group.spawn(arrive("second", 1.0, barrier.clone()));
    group.spawn(arrive("third", 2.0, barrier.clone()));
    group.spawn(arrive("first", 2.1, barrier));
    while group.join_next().await.is_some() {}
}

fn main() {
    run(job());
}
// ANCHOR_END: listing
