//! The first error drops the others.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::try_join;
use tokio::time::sleep;

struct Burnt;

async fn bake(loaf: &str, seconds: u64) -> Result<(), Burnt> {
    say!("{loaf}: into the oven");
    sleep(Duration::from_secs(seconds)).await;
    if loaf == "wheat" {
        return Err(Burnt);
    }
    say!("{loaf}: done");
    Ok(())
}

async fn bakery() {
    if try_join!(bake("wheat", 1), bake("rye", 2)).is_err() {
        say!("baker: something is burnt");
    }
    sleep(Duration::from_secs(2)).await;
    say!("baker: goes home");
}

fn main() {
    run(bakery())
}
// ANCHOR_END: listing
