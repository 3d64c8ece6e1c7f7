//! The order of the results is the order of the arguments.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::future::join_all;
use tokio::time::sleep;

async fn bake(loaf: &str, seconds: u64) -> String {
    say!("{loaf}: into the oven");
    sleep(Duration::from_secs(seconds)).await;
    say!("{loaf}: done");
    format!("a {loaf}")
}

async fn bakery() {
    let tray =
        join_all([bake("rye", 3), bake("wheat", 2), bake("roll", 1)])
            .await;
    say!("baker: on the tray {}", tray.join(", "));
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
