//! A future put together without `async`.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::future::{FutureExt, join, lazy};
use tokio::time::sleep;

fn bake(loaf: &str, seconds: u64) -> impl Future<Output = ()> {
    lazy(move |_| say!("{loaf}: into the oven"))
        .then(move |()| sleep(Duration::from_secs(seconds)))
        .map(move |()| say!("{loaf}: done"))
}

async fn bakery() {
    join(bake("wheat", 2), bake("roll", 1)).await;
    say!("baker: goes home");
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
