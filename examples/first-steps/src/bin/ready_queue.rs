//! Which task comes next when each of three gives its turn away.

// ANCHOR: listing
use console::run;
use tokio::task;

async fn ferry(name: &str) {
    for call in 1..=3 {
        println!("{name}: radio call {call}");
        task::yield_now().await;
    }
}

async fn harbour() -> Result<(), task::JoinError> {
    let ferries =
        ["Gull", "Heron", "Tern"].map(|name| task::spawn(ferry(name)));
    for done in ferries {
        done.await?;
    }
    Ok(())
}

fn main() -> Result<(), task::JoinError> {
    run(harbour())
}
// ANCHOR_END: listing
