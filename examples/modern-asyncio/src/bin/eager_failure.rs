//! A join in place stops at the first error, before the next starts.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;
use tokio::try_join;

async fn connect() -> Result<(), &'static str> {
    say!("connect: no route");
    Err("no route")
}

async fn warm_up() -> Result<(), &'static str> {
    say!("warm-up: starts");
    sleep(Duration::from_secs(1)).await;
    Ok(())
}

async fn start() {
    if try_join!(connect(), warm_up()).is_err() {
        say!("main: is offline");
    }
}

fn main() {
    run(start());
}
// ANCHOR_END: listing
