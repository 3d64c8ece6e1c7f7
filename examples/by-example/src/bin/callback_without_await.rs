//! A closure behind a future runs when somebody polls that future.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::FutureExt;
use tokio::{sync::oneshot, time::sleep};

fn call(loaf: Result<&str, oneshot::error::RecvError>) {
    let loaf = loaf.expect("the baker fills it");
    say!("shop: your {loaf} is ready");
}

async fn bakery() {
    let (fill, order) = oneshot::channel();
    let _calling = order.map(call);

    sleep(Duration::from_secs(2)).await;
    fill.send("rye").expect("the order stands");
    say!("baker: it is on the shelf");

    sleep(Duration::from_secs(1)).await;
    say!("baker: goes home");
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
