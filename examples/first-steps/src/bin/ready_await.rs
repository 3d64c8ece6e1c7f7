use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

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

async fn harbour() -> Result<(), task::JoinError> {
    let ferry = task::spawn(ferry());
    let gull = task::spawn(gull());
    ferry.await?;
    gull.await
}

fn main() -> Result<(), task::JoinError> {
    run(harbour())
}
