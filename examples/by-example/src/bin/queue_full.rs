//! A full queue makes its producer wait.

// ANCHOR: listing
use std::time::Duration;

use async_channel::{Receiver, Sender, bounded};
use console::{run, say};
use futures::join;
use tokio::time::sleep;

async fn sell(shop: Sender<&str>) {
    for loaf in ["rye", "wheat", "roll"] {
        shop.send(loaf).await.expect("the bakery is open");
        say!("shop: has handed in the {loaf}");
    }
}

async fn bake(baker: &str, orders: Receiver<&str>) {
    while let Ok(loaf) = orders.recv().await {
        say!("{baker}: bakes a {loaf}");
        sleep(Duration::from_secs(1)).await;
    }
}

async fn bakery() {
    let (shop, orders) = bounded(1);
    join!(sell(shop), bake("Emil", orders));
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
