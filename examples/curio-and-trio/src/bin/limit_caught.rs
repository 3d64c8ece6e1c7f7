use std::time::Duration;

use console::{run, say};
use tokio::time::{sleep, timeout};

async fn measure(_station: &str) -> i32 {
    sleep(Duration::from_secs(5)).await;
    -4
}

async fn report() {
    match timeout(Duration::from_secs(1), measure("ridge")).await {
        Ok(degrees) => say!("ridge: {degrees}"),
        Err(_) => say!("ridge: no answer"),
    }
    say!("the report goes on");
}

async fn start() {
    if timeout(Duration::from_secs(10), report()).await.is_err() {
        say!("no report");
    }
}

fn main() {
    run(start());
}
