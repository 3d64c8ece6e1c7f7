//! An error that no line looks at.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task::spawn;
use tokio::time::sleep;

struct Burnt;

async fn bake(loaf: &str) -> Result<String, Burnt> {
    sleep(Duration::from_secs(1)).await;
    if loaf == "wheat" {
        return Err(Burnt);
    }
    Ok(format!("a {loaf}"))
}

async fn bakery() {
    let wheat = spawn(bake("wheat"));
    say!("baker: the wheat is in the oven");
    let _ = wheat.await;
    say!("baker: goes home");
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
