//! A bounded channel of tokio, between two tasks of the book's own loop.

// ANCHOR: listing
use std::time::Duration;

use console::say;
use real_traffic::run;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use toy::{sleep, spawn};

async fn gull(quay: Sender<&str>) {
    for cargo in ["salt", "tea", "wine"] {
        quay.send(cargo).await.expect("the crane works");
        say!("Gull: {cargo} is on the quay");
    }
}

async fn crane(mut quay: Receiver<&str>) {
    while let Some(cargo) = quay.recv().await {
        sleep(Duration::from_secs(1)).await;
        say!("crane: {cargo} is ashore");
    }
}

async fn harbour_master() {
    let (sender, receiver) = channel(1);
    spawn(gull(sender));
    spawn(crane(receiver)).await.expect("no panic");
}
// ANCHOR_END: listing

fn main() {
    run(harbour_master())
}
