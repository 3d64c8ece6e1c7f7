// clock: real
//! A future of tokio runs on tokio, and another executor waits for it.

// ANCHOR: listing
use std::time::Duration;

use futures::executor::block_on;
use tokio::runtime::{Handle, Runtime};
use tokio::time::sleep;

async fn fetch() -> &'static str {
    println!("fetch: asks the server");
    sleep(Duration::from_secs(1)).await;
    println!("fetch: has the page");
    "page"
}

async fn start(tokio: &Handle) {
    let page = tokio.spawn(fetch()).await.expect("no panic");
    println!("main: has the {page}");
}

fn main() {
    let runtime = Runtime::new().expect("there are descriptors");
    block_on(start(runtime.handle()));
}
// ANCHOR_END: listing
