use std::time::Duration;

use console::{run, say};
use futures::join;
use tokio::time::sleep;

async fn pilot(ferry: &str, seconds: u64) {
    say!("{ferry}: pilot on board");
    sleep(Duration::from_secs(seconds)).await;
    say!("{ferry}: in her berth");
}

// ANCHOR: listing
async fn harbour_master() {
    join!(pilot("Aurora", 1), pilot("Borealis", 2));
    say!("harbour master: both are in");
}

fn main() {
    run(harbour_master())
}
// ANCHOR_END: listing
