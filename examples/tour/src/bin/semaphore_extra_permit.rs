//! A wait for a permit that is given up.

// ANCHOR: listing
use std::sync::Arc;
use std::time::Duration;

use console::{run, say};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

async fn slew(telescope: &str, power: Arc<Semaphore>) {
    let limit = Duration::from_secs(1);
    let Ok(Ok(_permit)) = timeout(limit, power.acquire()).await else {
        return say!("{telescope}: gives up");
    };
    say!("{telescope}: turns");
    sleep(Duration::from_secs(4)).await;
}

fn main() {
    run(async {
        let power = Arc::new(Semaphore::new(2));
        let mut night = JoinSet::new();
        for telescope in ["north", "south", "east"] {
            night.spawn(slew(telescope, power.clone()));
        }
        sleep(Duration::from_secs(2)).await;
        night.spawn(slew("west", power));
        night.join_all().await;
    });
}
// ANCHOR_END: listing
