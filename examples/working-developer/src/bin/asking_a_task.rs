//! A handle is asked whether its task has ended, and how.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::FutureExt;
use tokio::{task, time::sleep};

async fn report(name: &str) -> Result<&str, &str> {
    sleep(Duration::from_secs(1)).await;
    if name == "Ben" {
        return Err("no story");
    }
    Ok("flood")
}

async fn editor() -> Result<(), task::JoinError> {
    let mut ada = task::spawn(report("Ada"));
    let ben = task::spawn(report("Ben"));
    if (&mut ada).now_or_never().is_none() {
        say!("editor: Ada has no result yet");
    }
    sleep(Duration::from_secs(2)).await;
    if ada.is_finished() && ben.is_finished() {
        say!("editor: both are done");
    }
    if let (Ok(story), Err(error)) = (ada.await?, ben.await?) {
        say!("editor: Ada: {story}");
        say!("editor: Ben: {error}");
    }
    Ok(())
}

fn main() -> Result<(), task::JoinError> {
    run(editor())
}
// ANCHOR_END: listing
