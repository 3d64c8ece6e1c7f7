//! A limit for each call is none for all calls together.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::{sleep, timeout};

async fn ask(server: &str) {
    say!("asks the {server} server");
    sleep(Duration::from_secs(5)).await;
}

async fn lookup() {
    let limit = Duration::from_secs(2);
    for server in ["first", "second", "third"] {
        match timeout(limit, ask(server)).await {
            Ok(answer) => return answer,
            Err(_) => {
                say!("the {server} server is silent")
            }
        }
    }
}

async fn client() {
    lookup().await;
    say!("client: gives up");
}

fn main() {
    run(client());
}
// ANCHOR_END: listing
