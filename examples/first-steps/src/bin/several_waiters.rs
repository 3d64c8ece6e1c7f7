use std::time::Duration;

use console::{run, say};
use futures::future::{FutureExt, Shared};
use futures::join;
use tokio::sync::oneshot::{self, Receiver, Sender};
use tokio::time::sleep;

async fn ferry(name: &str, tide: Shared<Receiver<u32>>) {
    let height = tide.await.expect("the light shows it");
    say!("{name}: sails on {height} m");
}

async fn lighthouse(tide: Sender<u32>) {
    sleep(Duration::from_secs(2)).await;
    tide.send(4).expect("two ferries wait");
}

async fn harbour() {
    let (show, tide) = oneshot::channel();
    let tide = tide.shared();
    join!(
        ferry("Aurora", tide.clone()),
        ferry("Borealis", tide.clone()),
        lighthouse(show),
    );
    let height = tide.await.expect("the light has shown it");
    say!("harbour master: logs {height} m");
}

fn main() {
    run(harbour())
}
