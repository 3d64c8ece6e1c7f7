//! The first who asks does the work for all, and is aborted.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::oneshot::{self, Receiver, Sender};
use tokio::task;
use tokio::time::sleep;

async fn load() -> &'static str {
    sleep(Duration::from_secs(2)).await;
    "in French"
}

async fn home(loaded: Sender<&'static str>) {
    say!("home: waits for the settings");
    let settings = load().await;
    say!("home: is shown {settings}");
    loaded.send(settings).expect("help waits");
}

async fn help(loading: Receiver<&'static str>) {
    say!("help: waits for the settings");
    match loading.await {
        Ok(settings) => say!("help: is shown {settings}"),
        Err(error) => say!("help: {error}"),
    }
}

async fn site() {
    let (loaded, loading) = oneshot::channel();
    let home = task::spawn(home(loaded));
    let help = task::spawn(help(loading));
    sleep(Duration::from_secs(1)).await;
    say!("main: the visitor leaves home");
    home.abort();
    help.await.expect("no panic");
}

fn main() {
    run(site());
}
// ANCHOR_END: listing
