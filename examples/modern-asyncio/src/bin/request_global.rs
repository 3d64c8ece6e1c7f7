//! Two tasks share a global, and each overwrites the other's value.

// ANCHOR: listing
use std::cell::Cell;
use std::time::Duration;

use console::{run, say};
use tokio::task::spawn;
use tokio::time::sleep;

thread_local! {
    static REQUEST: Cell<&'static str> = const { Cell::new("none") };
}

async fn handle(name: &'static str) {
    REQUEST.set(name);
    say!("{name}: begins as {}", REQUEST.get());
    sleep(Duration::from_secs(1)).await;
    say!("{name}: ends as {}", REQUEST.get());
}

async fn serve() {
    let (a, b) = (spawn(handle("A")), spawn(handle("B")));
    a.await.expect("it does not panic");
    b.await.expect("it does not panic");
}

fn main() {
    run(serve());
}
// ANCHOR_END: listing
