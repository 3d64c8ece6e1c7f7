//! What has to be done at the end whatever happens is done by `drop`.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task::spawn;
use tokio::time::sleep;

struct OpenOven;

impl Drop for OpenOven {
    fn drop(&mut self) {
        say!("baker: shuts the oven");
    }
}

async fn bake() {
    for loaf in ["rye", "wheat", "roll"] {
        let _oven = OpenOven;
        sleep(Duration::from_secs(1)).await;
        say!("baker: the {loaf} is done");
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
