//! One coroutine that waits.

// ANCHOR: listing
use std::time::Duration;

use first_steps::{run, say};
use tokio::time::sleep;

async fn bake(loaf: &str, seconds: u64) {
    say(format_args!("{loaf}: into the oven"));
    sleep(Duration::from_secs(seconds)).await;
    say(format_args!("{loaf}: done"));
}

fn main() {
    run(bake("rye", 3))
}
// ANCHOR_END: listing
