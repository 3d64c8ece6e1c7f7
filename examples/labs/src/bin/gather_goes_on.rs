//! One of two spawned tasks fails, and the other one goes on.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::future::try_join;
use tokio::{task, time::sleep};

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
    let charge = task::spawn(charge());
    let ship = task::spawn(ship());
    let charge = async { charge.await.expect("no panic") };
    let ship = async { ship.await.expect("no panic") };
    if let Err(error) = try_join(charge, ship).await {
        say!("order: stopped, {error}");
    }
    sleep(Duration::from_secs(2)).await;
    say!("order: ends");
}

fn main() {
    run(order());
}
// ANCHOR_END: listing
