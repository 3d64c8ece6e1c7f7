use std::time::Duration;

use console::{run, say};
use futures::join;
use tokio::time::sleep;

async fn gate() -> &'static str {
    "open"
}

async fn ferry() {
    say!("ferry: asks for the gate");
    let state = gate().await;
    say!("ferry: the gate is {state}");
    sleep(Duration::from_secs(1)).await;
    say!("ferry: through");
}

async fn gull() {
    say!("gull: cries");
}

async fn harbour() {
    join!(ferry(), gull());
}

fn main() {
    run(harbour())
}
