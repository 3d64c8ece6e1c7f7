//! A wrapper for async functions measures the run of a future.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::{Instant, sleep};

async fn timed<T>(name: &str, function: impl AsyncFnOnce() -> T) -> T {
    let start = Instant::now();
    let result = function().await;
    let took = start.elapsed().as_secs_f64();
    say!("{name}: took {took:.1} s");
    result
}

async fn load(page: char) -> char {
    sleep(Duration::from_secs(2)).await;
    page
}

async fn start() {
    say!("main: has {}", timed("load", || load('A')).await);
}

fn main() {
    run(start());
}
// ANCHOR_END: listing
