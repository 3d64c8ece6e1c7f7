//! A task that is spawned while the runtime ends.

// ANCHOR: listing
use std::time::Duration;

use console::run;
use tokio::task::{spawn, yield_now};
use tokio::time::sleep;

async fn report() {
    for turn in 1..10 {
        println!("report: turn {turn}");
        yield_now().await;
    }
    println!("report: is sent");
}

struct Background;

impl Drop for Background {
    fn drop(&mut self) {
        println!("background: ends");
        spawn(report());
    }
}

async fn background() {
    let _background = Background;
    sleep(Duration::from_secs(10)).await;
}

async fn service() {
    spawn(background());
    sleep(Duration::from_secs(1)).await;
    println!("main: ends");
}

fn main() {
    run(service());
    println!("the runtime has ended");
}
// ANCHOR_END: listing
