// clock: real
//! A task blocks the thread that has to run what it waits for.

// ANCHOR: listing
use std::{sync::mpsc, time::Duration};

use console::run;
use tokio::{task, time::sleep};

async fn load(result: mpsc::Sender<&'static str>) {
    println!("load: begins");
    // If the limit has passed, no receiver is left.
    let _ = result.send("blue");
}

fn colour() -> &'static str {
    let (sender, receiver) = mpsc::channel();
    task::spawn(load(sender));
    let limit = Duration::from_millis(300); // without it: for ever
    let result = receiver.recv_timeout(limit);
    result.unwrap_or("unknown, after the limit")
}

async fn main_task() {
    println!("main: the colour is {}", colour());
    sleep(Duration::from_millis(100)).await;
    println!("main: ends");
}
// ANCHOR_END: listing

fn main() {
    run(main_task());
}
