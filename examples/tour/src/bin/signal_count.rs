// clock: real
//! Three signals, before the listener has a turn.

// ANCHOR: listing
use std::time::Duration;

use console::run;
use rustix::process::{Signal, getpid, kill_process};
use tokio::io;
use tokio::signal::unix::{self, SignalKind};
use tokio::time::timeout;

async fn night() -> io::Result<()> {
    let mut bell = unix::signal(SignalKind::user_defined1())?;
    for _ in 0..3 {
        kill_process(getpid(), Signal::USR1)?;
    }
    let (mut strokes, patience) = (0, Duration::from_millis(100));
    while timeout(patience, bell.recv()).await.is_ok() {
        strokes += 1;
    }
    println!("strokes heard: {strokes}");
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
