// clock: real
//! Two children whose handles are dropped.

// ANCHOR: listing
use std::process::Stdio;

use console::run;
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

async fn turn(kill_on_drop: bool) -> io::Result<()> {
    let mut motor = Command::new("cat")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(kill_on_drop)
        .spawn()?;
    let mut stdin = motor.stdin.take().expect("it is piped");
    let mut stdout = motor.stdout.take().expect("it is piped");
    drop(motor);
    stdin.write_all(b"still here").await.ok();
    drop(stdin);
    let mut said = String::new();
    stdout.read_to_string(&mut said).await?;
    println!("kill_on_drop {kill_on_drop}: {said:?}");
    Ok(())
}

async fn night() -> io::Result<()> {
    turn(false).await?;
    turn(true).await
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
