//! A task that is told to stop, and that main waits for.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::oneshot::{self, Receiver};
use tokio::task;
use tokio::time::{sleep, timeout};

async fn lighthouse(mut stop: Receiver<()>) {
    let second = Duration::from_secs(1);
    loop {
        say!("lighthouse: flash");
        if timeout(second, &mut stop).await.is_ok() {
            break;
        }
    }
    say!("lighthouse: the lamp cools");
    sleep(3 * second).await;
    say!("lighthouse: the door is locked");
}

async fn harbour() -> Result<(), task::JoinError> {
    let (stop, stopped) = oneshot::channel();
    let light = task::spawn(lighthouse(stopped));
    sleep(Duration::from_millis(1500)).await;
    say!("harbour master: waits for the lighthouse");
    stop.send(()).expect("the lighthouse listens");
    light.await
}

fn main() -> Result<(), task::JoinError> {
    run(harbour())?;
    println!("the harbour is closed");
    Ok(())
}
// ANCHOR_END: listing
