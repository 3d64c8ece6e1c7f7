//! A task that is aborted gets nothing that it could catch.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task::spawn;
use tokio::time::sleep;

struct Burnt;

async fn oven() -> Result<(), Burnt> {
    sleep(Duration::from_secs(1)).await;
    Ok(())
}

async fn bake() {
    for loaf in ["rye", "wheat", "roll"] {
        match oven().await {
            Ok(()) => say!("baker: the {loaf} is done"),
            Err(Burnt) => say!("baker: it is spoiled, go on"),
        }
    }
    say!("baker: goes home");
}

async fn bakery() {
    let baker = spawn(bake());
    sleep(Duration::from_millis(1500)).await;
    say!("shop: we close, stop baking");
    baker.abort();
    let end = match baker.await {
        Err(end) if end.is_cancelled() => "stopped",
        _ => "done",
    };
    say!("shop: the baker is {end}");
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
