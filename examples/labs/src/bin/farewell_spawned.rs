//! A destructor spawns a task while the runtime ends.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task;
use tokio::time::sleep;

async fn farewell() {
    say!("farewell: begins");
    sleep(Duration::from_secs(1)).await;
    say!("farewell: is sent");
}

struct Session;

impl Drop for Session {
    fn drop(&mut self) {
        say!("session: cleans up");
        task::spawn(farewell());
    }
}

async fn session(_session: Session) {
    sleep(Duration::from_secs(10)).await;
}

async fn start() {
    task::spawn(session(Session));
    sleep(Duration::from_secs(1)).await;
    say!("main: ends");
}

fn main() {
    run(start());
}
// ANCHOR_END: listing
