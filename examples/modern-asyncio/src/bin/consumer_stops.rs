//! A receiver that is dropped refuses a send that waits.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::spawn;
use tokio::time::sleep;

async fn work(mut jobs: Receiver<u32>) {
    let job = jobs.recv().await.expect("a producer lives");
    say!("worker: job {job}");
    sleep(Duration::from_secs(2)).await;
    say!("worker: has seen enough");
    drop(jobs);
}

async fn produce(jobs: Sender<u32>) {
    for number in [1, 2, 3] {
        if let Err(refused) = jobs.send(number).await {
            say!("producer: job {} is refused", refused.0);
            break;
        }
        say!("producer: has put job {number}");
    }
}

async fn share() {
    let (sender, receiver) = channel(1);
    let producer = spawn(produce(sender));
    let worker = spawn(work(receiver));
    producer.await.expect("it does not panic");
    worker.await.expect("it does not panic");
}

fn main() {
    run(share());
}
// ANCHOR_END: listing
