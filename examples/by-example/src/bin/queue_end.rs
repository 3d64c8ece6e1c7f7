//! The bakers go home when nobody can order any more.

// ANCHOR: listing
use std::time::Duration;

use async_channel::{Receiver, Sender, unbounded};
use console::{run, say};
use futures::join;
use tokio::time::sleep;

async fn sell(shop: Sender<&str>) {
    for loaf in ["rye", "wheat", "roll"] {
        say!("shop: a customer wants a {loaf}");
        shop.send(loaf).await.expect("the bakery is open");
        sleep(Duration::from_secs(2)).await;
    }
    say!("shop: closes");
}

async fn bake(baker: &str, orders: &Receiver<&str>) {
    while let Ok(loaf) = orders.recv().await {
        say!("{baker}: bakes a {loaf}");
        sleep(Duration::from_secs(1)).await;
    }
    say!("{baker}: nothing left, goes home");
}

async fn bakery() {
    let (shop, orders) = unbounded();
    join!(sell(shop), bake("Emil", &orders), bake("Rosa", &orders));
    say!("shop: {} customers still wait", orders.len());
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
