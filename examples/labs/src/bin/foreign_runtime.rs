//! A future of tokio, run by an executor that has no timers.

// ANCHOR: listing
use std::panic;
use std::time::Duration;

use futures::executor::block_on;
use tokio::time::sleep;

async fn fetch() -> &'static str {
    println!("fetch: asks the server");
    sleep(Duration::from_secs(1)).await;
    println!("fetch: has the page");
    "page"
}

async fn start() {
    println!("main: has the {}", fetch().await);
}

fn main() {
    panic::set_hook(Box::new(|panic| {
        let text = panic.payload().downcast_ref::<String>();
        println!("panic: {}", text.map_or("", String::as_str));
    }));
    let ended = panic::catch_unwind(|| block_on(start()));
    println!("main has ended: {}", ended.is_ok());
}
// ANCHOR_END: listing
