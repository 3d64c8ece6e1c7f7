use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn pilot(ferry: &str, seconds: u64) {
    say!("{ferry}: pilot on board");
    sleep(Duration::from_secs(seconds)).await;
    say!("{ferry}: in her berth");
}

async fn harbour_master() {
    pilot("Aurora", 1).await;
    pilot("Borealis", 2).await;
    say!("harbour master: both are in");
}

fn main() {
    run(harbour_master())
}
