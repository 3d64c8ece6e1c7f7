// clock: real
//! Ctrl-C ends a set of tasks, and then the program saves its state.

// ANCHOR: listing
use std::future::pending;

use console::run;
use rustix::process::{Signal, getpid, kill_process};
use tokio::task::{JoinSet, spawn};
use tokio::{io, select, signal::ctrl_c};

struct Cleanup;

impl Drop for Cleanup {
    fn drop(&mut self) {
        println!("worker: cleans up");
    }
}

async fn worker() {
    let _cleanup = Cleanup;
    pending().await
}

async fn service() -> io::Result<()> {
    let mut group = JoinSet::new();
    group.spawn(worker());
    spawn(async { kill_process(getpid(), Signal::INT) });
    select! {
        _ = group.join_next() => {}
        pressed = ctrl_c() => pressed?,
    }
    group.shutdown().await;
    println!("service: saves its state");
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(service())?;
    println!("the program ends");
    Ok(())
}
