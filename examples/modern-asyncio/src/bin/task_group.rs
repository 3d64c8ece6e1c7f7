//! One child fails, the other is stopped, and then the block ends.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task::JoinSet, time::sleep};

struct Warehouse;

impl Drop for Warehouse {
    fn drop(&mut self) {
        say!("reserve: leaves the warehouse");
    }
}

async fn charge() -> Result<(), &'static str> {
    sleep(Duration::from_secs(1)).await;
    say!("charge: the card is refused");
    Err("the card is refused")
}

async fn reserve() -> Result<(), &'static str> {
    let _inside = Warehouse;
    sleep(Duration::from_secs(2)).await;
    Ok(())
}

async fn order() {
    let mut group = JoinSet::new();
    group.spawn(charge());
    group.spawn(reserve());
    while let Some(ended) = group.join_next().await {
        if ended.expect("no child panics").is_err() {
            group.shutdown().await;
            say!("order: failed");
        }
    }
}

fn main() {
    run(order());
}
// ANCHOR_END: listing
