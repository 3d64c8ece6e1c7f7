//! A channel of tokio without a limit, between two tasks of the book's
//! own loop.

// ANCHOR: listing
use std::time::Duration;

use console::say;
use real_traffic::run;
use tokio::sync::mpsc::unbounded_channel as channel;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use toy::{sleep, spawn};

async fn gull(quay: UnboundedSender<&str>) {
    for cargo in ["salt", "tea", "wine"] {
        quay.send(cargo).expect("the crane works");
        say!("Gull: {cargo} is on the quay");
    }
}

async fn crane(mut quay: UnboundedReceiver<&str>) {
    while let Some(cargo) = quay.recv().await {
        sleep(Duration::from_secs(1)).await;
        say!("crane: {cargo} is ashore");
    }
}

async fn harbour_master() {
    let (sender, receiver) = channel();
    spawn(gull(sender));
    spawn(crane(receiver)).await.expect("no panic");
}
// ANCHOR_END: listing

fn main() {
    run(harbour_master())
}
