//! A flag for everybody, raised and lowered in one turn.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::watch;
use tokio::{task, time::sleep};

async fn observe(telescope: &str, mut clear: watch::Receiver<bool>) {
    clear.wait_for(|clear| *clear).await.expect("not closed");
    let sky = if *clear.borrow() { "clear" } else { "clouded" };
    say!("{telescope}: opens under a {sky} sky");
}

fn main() {
    run(async {
        let (clear_sky, clear) = watch::channel(false);
        let north = task::spawn(observe("north", clear.clone()));
        sleep(Duration::from_secs(1)).await;
        clear_sky.send_replace(true);
        clear_sky.send_replace(false);
        say!("assistant: a gap, and gone");
        sleep(Duration::from_secs(1)).await;
        clear_sky.send_replace(true);
        let south = task::spawn(observe("south", clear));
        north.await.expect("north does not panic");
        south.await.expect("south does not panic");
    });
}
// ANCHOR_END: listing
