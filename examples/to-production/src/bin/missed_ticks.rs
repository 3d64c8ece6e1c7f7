//! A tick every second, and a tick that is worked on for too long.

// ANCHOR: listing
use std::time::Duration;

use console::run;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

async fn ticks(name: &str, behavior: MissedTickBehavior) {
    let start = Instant::now();
    let mut interval = interval(Duration::from_secs(1));
    interval.set_missed_tick_behavior(behavior);
    let mut times = Vec::new();
    for number in 0..6 {
        interval.tick().await;
        let time = start.elapsed().as_secs_f64();
        times.push(format!("{time:.1}"));
        if number == 1 {
            sleep(Duration::from_millis(2500)).await;
        }
    }
    println!("{name}: {}", times.join(", "));
}

async fn all() {
    ticks("burst", MissedTickBehavior::Burst).await;
    ticks("delay", MissedTickBehavior::Delay).await;
    ticks("skip", MissedTickBehavior::Skip).await;
}

fn main() {
    run(all());
}
// ANCHOR_END: listing
