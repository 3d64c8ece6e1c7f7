//! A session is told to stop, says farewell, and is waited for.

// ANCHOR: listing
use std::pin::pin;
use std::time::Duration;

use console::{run, say};
use futures::future::{Either, select};
use tokio::sync::oneshot::{self, Receiver};
use tokio::task;
use tokio::time::sleep;

async fn farewell() {
    say!("farewell: begins");
    sleep(Duration::from_secs(1)).await;
    say!("farewell: is sent");
}

async fn session(stop: Receiver<()>) {
    let work = pin!(sleep(Duration::from_secs(10)));
    if let Either::Right(_) = select(work, stop).await {
        say!("session: cleans up");
        farewell().await;
    }
}

async fn start() {
    let (stop, stopped) = oneshot::channel();
    let session = task::spawn(session(stopped));
    sleep(Duration::from_secs(1)).await;
    say!("main: ends");
    stop.send(()).expect("the session listens");
    session.await.expect("no panic");
}

fn main() {
    run(start());
}
// ANCHOR_END: listing
