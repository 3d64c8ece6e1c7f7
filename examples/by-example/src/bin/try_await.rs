//! An error arrives where the coroutine is awaited.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
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
    for loaf in ["rye", "wheat", "roll"] {
        match bake(loaf).await {
            Ok(done) => {
                say!("baker: {done}, as it should be");
            }
            Err(Burnt) => {
                say!("baker: the {loaf} is burnt");
            }
        }
    }
    say!("baker: goes home");
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
