// clock: real
//! Two computations in three tasks of one thread.

// ANCHOR: listing
use console::run;
use tokio::task;

fn fib(n: u64) -> u64 {
    if n < 2 { n } else { fib(n - 1) + fib(n - 2) }
}

async fn compute(part: u32) {
    println!("part {part}: starts");
    fib(20);
    println!("part {part}: ends");
}

async fn compute_all() {
    let parts = [1, 2].map(|part| task::spawn(compute(part)));
    for part in parts {
        part.await.expect("computing does not panic");
    }
}
// ANCHOR_END: listing

fn main() {
    run(compute_all());
}
