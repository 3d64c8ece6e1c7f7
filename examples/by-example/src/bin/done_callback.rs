//! What is to happen with a result, said before there is one.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::FutureExt;
use tokio::{sync::oneshot, task::spawn, time::sleep};

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
    let baker = spawn(bake(fill));

    let loaf = order.await;
    say!("shop: sells a {loaf}");
    baker.await.expect("the baker does not panic");
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
