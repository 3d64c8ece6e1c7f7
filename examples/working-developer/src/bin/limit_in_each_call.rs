//! A semaphore that is not shared limits nothing.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::future::join_all;
use tokio::{sync::Semaphore, time::sleep};

async fn call((name, seconds): (&str, u64)) {
    let lines = Semaphore::new(2);
    let _line = lines.acquire().await.expect("it stays open");
    say!("{name}: dials");
    sleep(Duration::from_secs(seconds)).await;
}

async fn editor() {
    let calls = [("Ada", 2), ("Ben", 1), ("Cleo", 2), ("Dan", 2)];
    join_all(calls.map(call)).await;
    say!("editor: thanks");
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
