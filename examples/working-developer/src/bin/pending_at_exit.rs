//! Dropping the runtime drops its tasks, without a word.

// ANCHOR: listing
use std::time::Duration;

use tokio::{runtime::Builder, time::sleep};

async fn report(name: &str) {
    println!("{name}: sets out");
    sleep(Duration::from_secs(5)).await;
    println!("{name}: files a story");
}

async fn editor() {
    sleep(Duration::from_secs(1)).await;
    println!("editor: goes home");
}

fn main() -> std::io::Result<()> {
    let runtime =
        Builder::new_current_thread().enable_time().build()?;
    runtime.spawn(report("Ada"));
    runtime.block_on(editor());
    drop(runtime);
    println!("the lights are out");
    Ok(())
}
// ANCHOR_END: listing
