// clock: real
//! A child with two outputs, each read to its end.

// ANCHOR: listing
use std::process::Stdio;

use console::run;
use tokio::io::{self, AsyncReadExt};
use tokio::process::Command;
use tokio::try_join;

async fn night() -> io::Result<()> {
    let mut motor = Command::new("sh")
        .args(["-c", "echo at 120; echo it squeaks >&2"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut stdout = motor.stdout.take().expect("it is piped");
    let mut stderr = motor.stderr.take().expect("it is piped");
    let (mut out, mut err) = (String::new(), String::new());
    let (_, _, status) = try_join!(
        stdout.read_to_string(&mut out),
        stderr.read_to_string(&mut err),
        motor.wait(),
    )?;
    println!("out: {}", out.trim());
    println!("err: {}", err.trim());
    println!("{status}");
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
