//! Two sleeps in one task, on the loop with one cell for requests.

// ANCHOR: listing
use std::time::Duration;

use console::{say, set_clock};
use futures::future::join;
use how_await_works::now;
use how_await_works::stages::traps::{run, sleep, spawn};

async fn bell(name: &str, seconds: u64) {
    sleep(Duration::from_secs(seconds)).await;
    say!("{name} rings after {seconds} s");
}

fn main() {
    set_clock(now);
    spawn(async {
        join(bell("Gull", 2), bell("Heron", 1)).await;
    });
    run();
}
// ANCHOR_END: listing
