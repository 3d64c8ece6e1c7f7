//! A spawned task runs no line before its spawner waits.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task::{JoinHandle, spawn};
use tokio::time::sleep;

async fn price(item: &str, is_known: bool) {
    if !is_known {
        say!("{item}: asks the shop");
        sleep(Duration::from_secs(1)).await;
    }
    say!("{item}: has its price");
}

fn state(task: &JoinHandle<()>) -> &'static str {
    if task.is_finished() {
        "done"
    } else {
        "not done"
    }
}

async fn shop() {
    let tea = spawn(price("tea", true));
    say!("main: tea is {}", state(&tea));
    let cake = spawn(price("cake", false));
    say!("main: cake is {}", state(&cake));
    tea.await.expect("it does not panic");
    cake.await.expect("it does not panic");
}

fn main() {
    run(shop());
}
// ANCHOR_END: listing
