// clock: real
//! A future that blocks in its poll, and a wrapper that notices.

// ANCHOR: listing
use std::thread;
use std::time::Duration;

use console::run;
use tour::timed::timed;

async fn measure() {
    thread::sleep(Duration::from_millis(200));
}

async fn night() {
    let slow = Duration::from_millis(150);
    let report = |_took| println!("log: slow poll of measure");
    timed(measure(), slow, report).await;
}
// ANCHOR_END: listing

fn main() {
    run(night());
}
