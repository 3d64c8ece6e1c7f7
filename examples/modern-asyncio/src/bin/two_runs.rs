//! A loop for each call: what one starts is gone for the next.

// ANCHOR: listing
use std::time::Duration;

use modern_asyncio::new_runtime;
use tokio::task::{JoinHandle, spawn};
use tokio::time::sleep;

struct Connection;

impl Drop for Connection {
    fn drop(&mut self) {
        println!("the connection is closed");
    }
}

async fn heartbeat() {
    let _connection = Connection;
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("heartbeat");
    }
}

async fn connect() -> JoinHandle<()> {
    let task = spawn(heartbeat());
    sleep(Duration::from_millis(1500)).await;
    task
}

async fn talk() {
    sleep(Duration::from_secs(2)).await;
}

fn main() {
    let connection = new_runtime().block_on(connect());
    println!("between the calls");
    new_runtime().block_on(talk());
    let lost = connection.is_finished();
    println!("{}", if lost { "lost" } else { "still connected" });
}
// ANCHOR_END: listing
