// clock: real
//! Six plates, three benches to measure them on.

// ANCHOR: listing
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Barrier};

use console::run;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

static BUSY: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

fn measure(full: &Barrier) {
    let busy = BUSY.fetch_add(1, SeqCst) + 1;
    MOST.fetch_max(busy, SeqCst);
    full.wait(); // until three measure at once
    BUSY.fetch_sub(1, SeqCst);
}

async fn night() {
    let benches = Arc::new(Semaphore::new(3));
    let full = Arc::new(Barrier::new(3));
    let mut jobs = JoinSet::new();
    for _plate in 0..6 {
        let bench = benches.clone().acquire_owned().await;
        let bench = bench.expect("nobody closes the benches");
        let full = full.clone();
        jobs.spawn_blocking(move || {
            measure(&full);
            drop(bench);
        });
    }
    let plates = jobs.join_all().await.len();
    let most = MOST.load(SeqCst);
    println!("plates: {plates} most at once: {most}");
}
// ANCHOR_END: listing

fn main() {
    run(night());
}
