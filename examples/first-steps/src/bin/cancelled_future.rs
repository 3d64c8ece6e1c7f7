//! One of two waiters gives up before the result is there.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::future::{FutureExt, Shared};
use tokio::sync::oneshot::{self, Receiver};
use tokio::{task, time};

async fn ferry(
    name: &str,
    tide: Shared<Receiver<u32>>,
    patience: Duration,
) {
    match time::timeout(patience, tide).await {
        Ok(Ok(height)) => {
            say!("{name}: sails on {height} m");
        }
        Ok(Err(_)) => say!("{name}: no answer"),
        Err(_) => say!("{name}: gives up"),
    }
}

async fn harbour() -> Result<(), task::JoinError> {
    let [second, five] = [1, 5].map(Duration::from_secs);
    let (show, tide) = oneshot::channel();
    let tide = tide.shared();
    let aurora = task::spawn(ferry("Aurora", tide.clone(), second));
    let borealis = task::spawn(ferry("Borealis", tide, five));
    time::sleep(Duration::from_secs(2)).await;
    show.send(4).expect("Borealis waits");
    aurora.await?;
    borealis.await
}

fn main() -> Result<(), task::JoinError> {
    run(harbour())
}
// ANCHOR_END: listing
