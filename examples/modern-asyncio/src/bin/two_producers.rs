//! A channel is closed when the last of its senders is dropped.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::join;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::sleep;

async fn produce(name: &str, count: u32, jobs: Sender<String>) {
    for number in 0..count {
        sleep(Duration::from_secs(1)).await;
        let job = format!("{name}{number}");
        if jobs.send(job).await.is_err() {
            say!("{name}: {name}{number} is refused");
        }
    }
    say!("{name}: ends");
}

async fn work(mut jobs: Receiver<String>) {
    while let Some(job) = jobs.recv().await {
        say!("worker: {job}");
    }
    say!("worker: ends");
}

async fn share() {
    let (sender, receiver) = channel(10);
    join!(
        work(receiver),
        produce("a", 1, sender.clone()),
        produce("b", 2, sender),
    );
}

fn main() {
    run(share());
}
// ANCHOR_END: listing
