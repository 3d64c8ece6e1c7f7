//! One of two tasks fails, and their set stops the other one.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task::JoinSet, time::sleep};

async fn charge() -> Result<(), String> {
    sleep(Duration::from_secs(1)).await;
    Err("the card is refused".to_owned())
}

async fn ship() -> Result<(), String> {
    sleep(Duration::from_secs(2)).await;
    say!("ship: the parcel is on its way");
    Ok(())
}

async fn order() {
    let mut tasks = JoinSet::new();
    tasks.spawn(charge());
    tasks.spawn(ship());
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended.expect("no panic") {
            tasks.shutdown().await;
            say!("order: stopped, {error}");
        }
    }
    sleep(Duration::from_secs(2)).await;
    say!("order: ends");
}

fn main() {
    run(order());
}
// ANCHOR_END: listing
