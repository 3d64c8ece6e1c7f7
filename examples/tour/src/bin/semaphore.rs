//! Two at a time.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{sync::Semaphore, time::sleep};

async fn slew(telescope: &str, seconds: u64, power: &Semaphore) {
    let permit = power.acquire().await.expect("it stays open");
    say!("{telescope}: turns");
    sleep(Duration::from_secs(seconds)).await;
    drop(permit);
    say!("{telescope}: on target");
}

fn main() {
    run(async {
        let power = Semaphore::new(2);
        tokio::join!(
            slew("north", 2, &power),
            slew("south", 3, &power),
            slew("east", 2, &power),
        );
    });
}
// ANCHOR_END: listing
