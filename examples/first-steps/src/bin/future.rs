use std::time::Duration;

use console::{run, say};
use tokio::sync::oneshot::{self, Receiver, Sender};
use tokio::{task, time::sleep};

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

async fn harbour() -> Result<(), task::JoinError> {
    let (assign, berth) = oneshot::channel();
    let ferry = task::spawn(ferry(berth));
    let master = task::spawn(harbour_master(assign));
    ferry.await?;
    master.await
}

fn main() -> Result<(), task::JoinError> {
    run(harbour())
}
