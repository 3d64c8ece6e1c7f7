//! Three workers empty a queue that nobody fills any more.

// ANCHOR: listing
use std::time::Duration;

use async_channel::{Receiver, unbounded};
use console::{run, say};
use futures::join;
use tokio::time::sleep;

async fn bake(baker: &str, orders: &Receiver<&str>) {
    while let Ok(loaf) = orders.try_recv() {
        say!("{baker}: bakes a {loaf}");
        sleep(Duration::from_secs(1)).await;
    }
    say!("{baker}: nothing left, goes home");
}

async fn bakery() {
    let (shop, orders) = unbounded();
    for loaf in ["rye", "wheat", "roll", "bun", "pretzel"] {
        shop.try_send(loaf).expect("the bakers take orders");
    }
    join!(
        bake("Emil", &orders),
        bake("Rosa", &orders),
        bake("Tom", &orders),
    );
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
