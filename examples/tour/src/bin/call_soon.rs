//! A plain function is run by the loop, on a later turn.

// ANCHOR: listing
use console::{run, say};
use tokio::task;

fn order(what: &str) {
    say!("dome: {what}");
}

fn main() {
    run(async {
        task::spawn(async { order("lamps out") });
        task::spawn(async { order("shutter open") });
        say!("assistant: gave both orders");
        task::yield_now().await;
        say!("assistant: sees stars");
    });
}
// ANCHOR_END: listing
