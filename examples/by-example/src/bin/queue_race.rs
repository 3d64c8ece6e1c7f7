//! Between the look and the taking, another takes.

// ANCHOR: listing
use std::time::Duration;

use async_channel::{Receiver, unbounded};
use console::{run, say};
use futures::future::join;
use tokio::task::spawn;
use tokio::time::{sleep, timeout};

async fn bake(baker: &str, orders: Receiver<&str>) {
    while !orders.is_empty() {
        say!("{baker}: an order! I light the oven");
        sleep(Duration::from_secs(1)).await;
        let Ok(loaf) = orders.recv().await else { break };
        say!("{baker}: bakes a {loaf}");
    }
    say!("{baker}: nothing left, goes home");
}

async fn bakery() {
    let (shop, orders) = unbounded();
    shop.try_send("rye").expect("the bakers take orders");
    let emil = spawn(bake("Emil", orders.clone()));
    let rosa = spawn(bake("Rosa", orders));
    let bakers = join(emil, rosa);
    if timeout(Duration::from_secs(5), bakers).await.is_err() {
        say!("shop: somebody is still in there");
    }
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
