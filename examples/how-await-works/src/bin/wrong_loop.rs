//! A leaf that needs a runtime, awaited where there is none.

// ANCHOR: listing
use std::panic;
use std::time::Duration;

use futures::executor::LocalPool;
use tokio::time::sleep;

async fn crossing(ferry: &str) {
    println!("{ferry}: casts off");
    sleep(Duration::from_secs(1)).await;
    println!("{ferry}: docks");
}

fn main() {
    panic::set_hook(Box::new(|panic| {
        let text = panic.payload().downcast_ref::<String>();
        println!("panic: {}", text.map_or("no text", String::as_str));
    }));
    println!("tokio's leaf on futures");
    let run = || LocalPool::new().run_until(crossing("Gull"));
    if panic::catch_unwind(run).is_err() {
        println!("Gull: never docks");
    }
}
// ANCHOR_END: listing
