//! The error of a closure comes out at the await.

// ANCHOR: listing
use std::io;
use std::time::Duration;

use console::{run, say};
use futures::FutureExt;
use tokio::time::sleep;

fn call(loaf: &str) -> io::Result<&str> {
    say!("shop: calls about the {loaf}");
    Err(io::Error::other("the phone is dead"))
}

async fn bakery() {
    let order = sleep(Duration::from_secs(2)).map(|()| "rye");
    let called = order.map(call);
    match called.await {
        Ok(loaf) => say!("shop: sells a {loaf}"),
        Err(error) => say!("shop: {error}"),
    }
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
