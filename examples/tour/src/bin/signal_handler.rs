// clock: real
//! A signal to this process, awaited as anything else.

// ANCHOR: listing
use console::run;
use rustix::process::{Signal, getpid, kill_process};
use tokio::signal::unix::{self, SignalKind};
use tokio::{io, task};

async fn watch(mut closing: unix::Signal) {
    println!("the sky is watched");
    closing.recv().await;
    println!("the dome is closed");
}

async fn night() -> io::Result<()> {
    let closing = unix::signal(SignalKind::terminate())?;
    let task = task::spawn(watch(closing));
    task::yield_now().await;
    kill_process(getpid(), Signal::TERM)?;
    println!("the bell is rung");
    task.await?;
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
