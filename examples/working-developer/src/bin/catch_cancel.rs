//! A task that is asked to stop, and ends when it wants to.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};
use tokio_util::sync::CancellationToken;

async fn write(stop: CancellationToken) -> u32 {
    let mut paragraphs = 0;
    while paragraphs < 10 {
        let pause = sleep(Duration::from_secs(1));
        if stop.run_until_cancelled(pause).await.is_none() {
            say!("Ada: writes a last line");
            sleep(Duration::from_millis(500)).await;
            break;
        }
        paragraphs += 1;
    }
    paragraphs
}

async fn editor() -> Result<(), task::JoinError> {
    let stop = CancellationToken::new();
    let ada = task::spawn(write(stop.clone()));
    sleep(Duration::from_millis(2500)).await;
    stop.cancel();
    say!("editor: time is up");
    let paragraphs = ada.await?;
    say!("editor: prints {paragraphs} paragraphs");
    Ok(())
}

fn main() -> Result<(), task::JoinError> {
    run(editor())
}
// ANCHOR_END: listing
