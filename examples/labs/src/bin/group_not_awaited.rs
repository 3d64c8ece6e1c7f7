//! A task that no group waits for uses a log after the end of the log.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::mpsc;
use tokio::task::{self, JoinHandle};
use tokio::time::sleep;

type Log = mpsc::UnboundedSender<&'static str>;

async fn heartbeat(log: Log) -> Result<(), impl ToString> {
    loop {
        sleep(Duration::from_secs(2)).await;
        if let Err(error) = log.send("alive") {
            break Err(error);
        }
        say!("heartbeat: alive");
    }
}

async fn copy() -> JoinHandle<Result<(), impl ToString>> {
    let (log, _lines) = mpsc::unbounded_channel();
    let beating = task::spawn(heartbeat(log));
    sleep(Duration::from_secs(3)).await;
    say!("copy: done");
    beating
}

fn main() {
    run(async {
        let beating = copy().await;
        if let Err(error) = beating.await.expect("no panic") {
            say!("heartbeat: {}", error.to_string());
        }
    });
}
// ANCHOR_END: listing
