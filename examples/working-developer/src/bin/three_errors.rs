//! The first error ends the wait; who is asked in place ends with it.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::future::try_join3;
use tokio::time::sleep;

async fn report(
    name: &str,
    after: u64,
    fails: bool,
) -> Result<(), &str> {
    sleep(Duration::from_secs(after)).await;
    if fails {
        say!("{name}: has no story");
        return Err(name);
    }
    say!("{name}: files a story");
    Ok(())
}

async fn editor() {
    let stories = try_join3(
        report("Ada", 1, true),
        report("Ben", 2, true),
        report("Cleo", 3, false),
    );
    if let Err(error) = stories.await {
        say!("editor: hears of {error}");
    }
    sleep(Duration::from_secs(4)).await;
    say!("editor: goes home");
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
