// clock: real
//! A child that is read line by line.

// ANCHOR: listing
use std::process::Stdio;

use console::run;
use tokio::io::{self, AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;

const MOTOR: &str =
    "echo turning; read degrees; echo at $degrees; exit 3";

async fn night() -> io::Result<()> {
    let mut motor = Command::new("sh")
        .args(["-c", MOTOR])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut stdin = motor.stdin.take().expect("it is piped");
    let stdout = motor.stdout.take().expect("it is piped");
    let mut lines = BufReader::new(stdout).lines();
    let first = lines.next_line().await?.expect("it speaks first");
    println!("motor: {first}");
    stdin.write_all(b"120\n").await?;
    while let Some(line) = lines.next_line().await? {
        println!("motor: {line}");
    }
    let status = motor.wait().await?;
    println!("ended with {}", status.code().expect("not killed"));
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
