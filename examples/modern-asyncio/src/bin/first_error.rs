//! The error of one task leaves the other running.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task::{JoinHandle, spawn};
use tokio::{time::sleep, try_join};

type Outcome = Result<(), &'static str>;

async fn charge() -> Outcome {
    sleep(Duration::from_secs(1)).await;
    Err("the card is refused")
}

async fn reserve() -> Outcome {
    sleep(Duration::from_secs(2)).await;
    say!("reserve: the goods are set aside");
    Ok(())
}

async fn outcome(task: JoinHandle<Outcome>) -> Outcome {
    task.await.expect("no task panics")
}

async fn order() {
    let (charge, reserve) = (spawn(charge()), spawn(reserve()));
    if let Err(error) = try_join!(outcome(charge), outcome(reserve)) {
        say!("order: failed, {error}");
    }
}

async fn shop() {
    order().await;
    sleep(Duration::from_secs(4)).await;
}

fn main() {
    run(shop());
}
// ANCHOR_END: listing
