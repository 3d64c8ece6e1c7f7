use std::time::Duration;

use console::{run, say};
use futures::join;
use tokio::sync::oneshot::{self, Receiver, Sender};
use tokio::time::{sleep, timeout};

async fn lighthouse(tide: Sender<u32>) {
    sleep(Duration::from_secs(1)).await;
    say!("lighthouse: the keeper goes home");
    drop(tide);
}

async fn ferry(tide: Receiver<u32>) {
    match timeout(Duration::from_secs(5), tide).await {
        Err(_) => say!("ferry: waited in vain"),
        Ok(Err(_)) => say!("ferry: nobody will answer"),
        Ok(Ok(height)) => {
            say!("ferry: sails on {height} m");
        }
    }
}

async fn harbour() {
    let (show, tide) = oneshot::channel();
    join!(ferry(tide), lighthouse(show));
}

fn main() {
    run(harbour())
}
