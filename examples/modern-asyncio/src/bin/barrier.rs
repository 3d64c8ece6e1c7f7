//! Three workers that meet after each phase.

// ANCHOR: listing
use std::{sync::Arc, time::Duration};

use console::{run, say};
use tokio::{sync::Barrier, task::JoinSet, time::sleep};

async fn worker(name: &str, seconds: u64, barrier: Arc<Barrier>) {
    for phase in ["load", "index"] {
        sleep(Duration::from_secs(seconds)).await;
        say!("{name}: {phase} done");
        let position = barrier.wait().await;
        if position.is_leader() {
            say!("{name}: all have ended {phase}");
        }
    }
}

async fn job() {
    let (barrier, mut group) =
        (Arc::new(Barrier::new(3)), JoinSet::new());
    group.spawn(worker("first", 1, barrier.clone()));
    group.spawn(worker("second", 2, barrier.clone()));
    group.spawn(worker("third", 3, barrier));
    group.join_all().await;
}

fn main() {
    run(job());
}
// ANCHOR_END: listing
