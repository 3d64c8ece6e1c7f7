//! A task fails, and its handle is not awaited.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

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
    let task = task::spawn(refresh_cache());
    serve().await;
    if task.is_finished() {
        say!("main: ends, the refresh is done");
    }
}

fn main() {
    run(main_task());
}
// ANCHOR_END: listing
