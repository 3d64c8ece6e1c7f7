//! Waits until one fails, and calls off the rest.

// ANCHOR: listing
use std::io::{self, ErrorKind};
use std::time::Duration;

use console::{run, say};
use tokio::{task::JoinSet, time::sleep};

async fn report(name: &str, after: u64, fails: bool) -> io::Result<()> {
    sleep(Duration::from_secs(after)).await;
    if fails {
        say!("{name}: was denied entry");
        return Err(ErrorKind::PermissionDenied.into());
    }
    say!("{name}: has a part of the story");
    Ok(())
}

async fn editor() {
    let mut reporters = JoinSet::new();
    reporters.spawn(report("Ada", 1, false));
    reporters.spawn(report("Ben", 2, true));
    reporters.spawn(report("Cleo", 4, false));
    while let Some(ended) = reporters.join_next().await {
        if ended.expect("no reporter panics").is_err() {
            break;
        }
    }
    say!("editor: calls off {}", reporters.len());
    reporters.shutdown().await;
    say!("editor: no story today");
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
