//! The runtime keeps a task that is spawned on it.

// ANCHOR: listing
use std::{future::pending, time::Duration};

use console::{run, say};
use tokio::{task, time::sleep};

struct Subscriber;

impl Drop for Subscriber {
    fn drop(&mut self) {
        println!("subscriber: stops");
    }
}

async fn listen() {
    println!("subscriber: waits for a message");
    let _subscriber = Subscriber;
    pending().await
}

async fn start_in_background() {
    drop(task::spawn(listen()));
    sleep(Duration::from_secs(1)).await;
}

async fn main_task() {
    start_in_background().await;
    say!("main: one second later");
    sleep(Duration::from_secs(1)).await;
    say!("main: ends");
}

fn main() {
    run(main_task());
}
// ANCHOR_END: listing
