// clock: real
//! A limit cannot end a future that never waits.

// ANCHOR: listing
use std::thread;
use std::time::Duration;

use ground_up::stages::timers::{Executor, timeout};

async fn draw_chart() -> &'static str {
    thread::sleep(Duration::from_millis(300));
    "the chart is drawn"
}

async fn pilot() {
    let limit = Duration::from_millis(100);
    match timeout(limit, draw_chart()).await {
        Ok(chart) => println!("{chart}"),
        Err(_) => println!("the pilot gives up"),
    }
}

fn main() {
    Executor::new().run(pilot());
}
// ANCHOR_END: listing
