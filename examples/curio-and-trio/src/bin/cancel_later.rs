use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn transfer() {
    let write = tokio::spawn(async {
        say!("begins to write");
        sleep(Duration::from_secs(3)).await;
        say!("has written");
    });
    write.await.expect("the write does not panic");
    sleep(Duration::from_secs(5)).await;
    say!("is never reached");
}

async fn start() {
    let task = tokio::spawn(transfer());
    sleep(Duration::from_secs(1)).await;
    task.abort();
    let ended = task.await;
    assert!(ended.is_err_and(|error| error.is_cancelled()));
    say!("cancelled");
    sleep(Duration::from_secs(3)).await;
}

fn main() {
    run(start());
}
