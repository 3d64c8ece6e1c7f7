//! The work for all is a future of its own that all share.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::future::{FutureExt, Shared};
use tokio::task;
use tokio::time::sleep;

async fn load() -> &'static str {
    sleep(Duration::from_secs(2)).await;
    "in French"
}

async fn home(loading: Shared<impl Future<Output = &'static str>>) {
    say!("home: waits for the settings");
    say!("home: is shown {}", loading.await);
}

async fn help(loading: Shared<impl Future<Output = &'static str>>) {
    say!("help: waits for the settings");
    say!("help: is shown {}", loading.await);
}

async fn site() {
    let loading = load().shared();
    let home = task::spawn(home(loading.clone()));
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
