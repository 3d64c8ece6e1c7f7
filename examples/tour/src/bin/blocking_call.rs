// clock: real
//! A call that blocks, in the thread of the event loop.

// ANCHOR: listing
use std::{thread, time::Duration};

use console::run;
use tokio::task;

fn measure(plate: u32) -> String {
    thread::sleep(Duration::from_millis(200)); // blocks its thread
    format!("plate {plate} measured")
}

async fn watch_the_sky() {
    for hour in 1..=3 {
        println!("hour {hour}: the sky is watched");
        task::yield_now().await;
    }
}

async fn night() {
    let watch = task::spawn(watch_the_sky());
    task::yield_now().await;
    println!("{}", measure(7));
    watch.await.expect("the watch does not panic");
}
// ANCHOR_END: listing

fn main() {
    run(night());
}
