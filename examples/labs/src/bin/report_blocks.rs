// clock: real
//! A call that blocks, while others ask whether the program is alive.

// ANCHOR: listing
use std::{thread, time::Duration};

use console::run;
use tokio::task;

fn render() -> &'static str {
    // A slow query, a big file, a long computation.
    thread::sleep(Duration::from_millis(300));
    "the report is ready"
}

async fn answer_health_checks() {
    for number in 1..=3 {
        println!("health check {number} answered");
        task::yield_now().await;
    }
}

async fn service() {
    let checks = task::spawn(answer_health_checks());
    task::yield_now().await;
    println!("the report is begun");
    println!("{}", render());
    checks.await.expect("an answer does not panic");
}

fn main() {
    run(service());
}
// ANCHOR_END: listing
