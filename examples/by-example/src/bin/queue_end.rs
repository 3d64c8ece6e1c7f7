//! The bakers go home when nobody can order any more.

// ANCHOR: listing
use std::time::Duration;

use async_channel::{Receiver, Sender, unbounded};
use first_steps::{run, say};
use futures::join;
use tokio::time::sleep;

async fn sell(shop: Sender<&str>) {
    for loaf in ["rye", "wheat", "roll"] {
        say(format_args!("shop: a customer wants a {loaf}"));
        shop.send(loaf).await.expect("the bakery is open");
        sleep(Duration::from_secs(2)).await;
    }
    say("shop: closes");
}

async fn bake(baker: &str, orders: &Receiver<&str>) {
    while let Ok(loaf) = orders.recv().await {
        say(format_args!("{baker}: bakes a {loaf}"));
        sleep(Duration::from_secs(1)).await;
    }
    say(format_args!("{baker}: nothing left, goes home"));
}

async fn bakery() {
    let (shop, orders) = unbounded();
    join!(sell(shop), bake("Emil", &orders), bake("Rosa", &orders));
    say(format_args!("shop: {} customers still wait", orders.len()));
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
