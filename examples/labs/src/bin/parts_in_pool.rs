// clock: real
//! Two computations, each in a thread of its own.

// ANCHOR: listing
use console::run;
use tokio::task;

fn fib(n: u64) -> u64 {
    if n < 2 { n } else { fib(n - 1) + fib(n - 2) }
}

async fn compute(part: u32) {
    println!("part {part}: starts");
    let job = task::spawn_blocking(|| fib(20));
    job.await.expect("computing does not panic");
}

async fn compute_all() {
    let parts = [1, 2].map(|part| task::spawn(compute(part)));
    for part in parts {
        part.await.expect("computing does not panic");
    }
    println!("both parts have ended");
}
// ANCHOR_END: listing

fn main() {
    run(compute_all());
}
