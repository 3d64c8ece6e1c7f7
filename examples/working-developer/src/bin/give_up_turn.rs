//! Two tasks that give up the turn after each step.

// ANCHOR: listing
use console::{run, say};
use tokio::task;

async fn sort(name: &str) {
    for number in 1..=3 {
        say!("{name}: box {number}");
        task::yield_now().await;
    }
}

async fn archive() -> Result<(), task::JoinError> {
    let ada = task::spawn(sort("Ada"));
    let ben = task::spawn(sort("Ben"));
    ada.await?;
    ben.await
}

fn main() -> Result<(), task::JoinError> {
    run(archive())
}
// ANCHOR_END: listing
