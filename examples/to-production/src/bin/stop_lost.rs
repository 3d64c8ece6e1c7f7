//! A service that ends at once when it is asked to.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

async fn serve(client: &str, seconds: u64) {
    say!("{client}: begins");
    sleep(Duration::from_secs(seconds)).await;
    say!("{client}: answered");
}

async fn service() {
    let clients = [
        task::spawn(serve("quick", 1)),
        task::spawn(serve("slow", 5)),
    ];
    sleep(Duration::from_millis(500)).await;
    say!("terminated with {} clients", clients.len());
}

fn main() {
    run(service());
}
// ANCHOR_END: listing
