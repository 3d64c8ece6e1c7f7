// clock: real
use std::time::Duration;

use futures::future::join_all;
use toy::{Executor, sleep, spawn};

async fn note(name: char) {
    sleep(Duration::from_secs(3600)).await;
    println!("{name}");
}

async fn start() {
    let tasks = "ABCDEF".chars().map(|name| spawn(note(name)));
    join_all(tasks).await;
}

fn main() {
    Executor::with_virtual_clock().run(start());
}
