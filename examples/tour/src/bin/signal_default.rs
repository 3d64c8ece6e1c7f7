// clock: real
//! A signal that nothing in the program asks for.

// ANCHOR: listing
use std::future;

use console::run;
use rustix::process::{Signal, getpid, kill_process};
use tokio::{io, task};

struct Dome;

impl Drop for Dome {
    fn drop(&mut self) {
        println!("the dome is closed");
    }
}

async fn watch(_dome: Dome) {
    println!("the sky is watched");
    future::pending().await
}

async fn night() -> io::Result<()> {
    let task = task::spawn(watch(Dome));
    task::yield_now().await;
    kill_process(getpid(), Signal::TERM)?;
    task.await?;
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
