//! What is to happen with a result, said before there is one.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::{FutureExt, join};
use tokio::{sync::oneshot, time::sleep};

async fn bake(order: oneshot::Sender<&str>) {
    sleep(Duration::from_secs(2)).await;
    order.send("rye").expect("the shop waits");
    say!("baker: it is on the shelf");
}

fn call(customer: &str, loaf: &str) {
    say!("shop: {customer}, your {loaf} is ready");
}

async fn bakery() {
    let (fill, order) = oneshot::channel::<&str>();
    let order = order.map(|loaf| loaf.expect("the baker fills it"));
    let order = order.inspect(|loaf| call("Ada", loaf));

    let sell = order.map(|loaf| {
        say!("shop: sells a {loaf}");
    });
    join!(bake(fill), sell);
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
