//! The two parts of the program are awaited together.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::{FutureExt, future::try_join};
use tokio::time::sleep;

async fn refresh_cache() -> Result<(), String> {
    sleep(Duration::from_millis(1500)).await;
    Err("no route to the cache".to_owned())
}

async fn serve() {
    for number in 1..=3 {
        sleep(Duration::from_secs(1)).await;
        say!("request {number} is served");
    }
}

async fn main_task() {
    let both = try_join(refresh_cache(), serve().map(Ok)).await;
    if let Err(error) = both {
        say!("main: ends, {error}");
    }
}

fn main() {
    run(main_task());
}
// ANCHOR_END: listing
