use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn enter(ferry: &str) -> u32 {
    say!("{ferry}: waits for the tide");
    sleep(Duration::from_secs(2)).await;
    3
}

async fn moor(ferry: &str, berth: u32) {
    sleep(Duration::from_secs(1)).await;
    say!("{ferry}: moored at berth {berth}");
}

async fn dock(ferry: &str) -> u32 {
    let berth = enter(ferry).await;
    moor(ferry, berth).await;
    berth
}

async fn harbour_master() {
    let berth = dock("Aurora").await;
    say!("harbour master: berth {berth} is taken");
}

fn main() {
    run(harbour_master())
}
