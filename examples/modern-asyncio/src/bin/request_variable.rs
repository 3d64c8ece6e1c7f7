//! A task-local value belongs to a future, and a spawn leaves it behind.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task::spawn;
use tokio::task_local;
use tokio::time::sleep;

task_local! {
    static REQUEST: &'static str;
}

fn request() -> &'static str {
    REQUEST.try_get().unwrap_or("no request")
}

async fn store() {
    say!("store: works for {}", request());
}

async fn handle(name: &'static str) {
    say!("{name}: begins as {}", request());
    sleep(Duration::from_secs(1)).await;
    say!("{name}: ends as {}", request());
    spawn(store()).await.expect("it does not panic");
}

async fn serve() {
    let a = spawn(REQUEST.scope("A", handle("A")));
    let b = spawn(REQUEST.scope("B", handle("B")));
    a.await.expect("it does not panic");
    b.await.expect("it does not panic");
    say!("main: works for {}", request());
}

fn main() {
    run(serve());
}
// ANCHOR_END: listing
