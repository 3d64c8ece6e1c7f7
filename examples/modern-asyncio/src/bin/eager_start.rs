//! A future that is polled once before it is spawned.

// ANCHOR: listing
use std::task::Poll;
use std::time::Duration;

use console::{run, say};
use futures::poll;
use tokio::task::{JoinHandle, spawn};
use tokio::time::sleep;

async fn price(item: &str, is_known: bool) {
    if !is_known {
        say!("{item}: asks the shop");
        sleep(Duration::from_secs(1)).await;
    }
    say!("{item}: has its price");
}

async fn shop() {
    let mut rest: Vec<JoinHandle<()>> = Vec::new();
    for (item, is_known) in [("tea", true), ("cake", false)] {
        let mut call = Box::pin(price(item, is_known));
        match poll!(&mut call) {
            Poll::Ready(()) => {
                say!("main: {item} is done")
            }
            Poll::Pending => {
                say!("main: {item} is not done");
                rest.push(spawn(call));
            }
        }
    }
    for task in rest {
        task.await.expect("it does not panic");
    }
}

fn main() {
    run(shop());
}
// ANCHOR_END: listing
