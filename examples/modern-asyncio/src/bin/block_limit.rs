//! One limit for all calls together.

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

// ANCHOR: listing
async fn client() {
    let limited = timeout(Duration::from_secs(3), async {
        lookup().await;
    });
    if limited.await.is_err() {
        say!("client: gives up");
    }
}
// ANCHOR_END: listing

fn main() {
    run(client());
}
