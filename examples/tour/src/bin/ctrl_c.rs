// clock: real
//! Ctrl-C, heard by the one who waits for it.

// ANCHOR: listing
use std::future;

use console::run;
use rustix::process::{Signal, getpid, kill_process};
use tokio::{io, select, signal, task};

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
    task::spawn(async { kill_process(getpid(), Signal::INT) });
    select! {
        () = watch(Dome) => {}
        pressed = signal::ctrl_c() => pressed?,
    }
    println!("the night is over");
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
