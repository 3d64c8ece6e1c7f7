// clock: real
//! A child that is killed when its task is aborted.

// ANCHOR: listing
use std::process::Stdio;

use console::run;
use tokio::io::{self, AsyncReadExt};
use tokio::process::Command;
use tokio::task;

async fn night() -> io::Result<()> {
    let mut motor = Command::new("cat")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let _stdin = motor.stdin.take();
    let mut stdout = motor.stdout.take().expect("it is piped");
    let task = task::spawn(async move { motor.wait().await });
    task::yield_now().await;
    task.abort();
    stdout.read_to_end(&mut Vec::new()).await?;
    println!("the motor has ended");
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
