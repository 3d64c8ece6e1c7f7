use std::time::Duration;

use console::{run, say};
use futures::join;
use tokio::sync::oneshot::{self, Receiver, Sender};
use tokio::time::sleep;

async fn ferry(berth: Receiver<u32>) {
    say!("ferry: waits outside");
    let number = berth.await.expect("the master assigns one");
    say!("ferry: steers for berth {number}");
}

async fn harbour_master(berth: Sender<u32>) {
    sleep(Duration::from_millis(2500)).await;
    berth.send(4).expect("the ferry waits");
    say!("harbour master: berth 4 is free");
}

async fn harbour() {
    let (assign, berth) = oneshot::channel();
    join!(ferry(berth), harbour_master(assign));
}

fn main() {
    run(harbour())
}
