// clock: real
//! A child that is sent its input and read to its end.

// ANCHOR: listing
use std::process::Stdio;

use console::run;
use tokio::io::{self, AsyncWriteExt};
use tokio::process::Command;
use tokio::try_join;

async fn night() -> io::Result<()> {
    let mut sort = Command::new("sort")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut stdin = sort.stdin.take().expect("it is piped");
    let stars = "Mira\nVega\nAlgol\n".repeat(100_000);
    let send = async move { stdin.write_all(stars.as_bytes()).await };
    let ((), output) = try_join!(send, sort.wait_with_output())?;
    let output = String::from_utf8_lossy(&output.stdout);
    let mut lines = output.lines();
    let first = lines.next().expect("it sends back what it got");
    println!("stars: {} first: {first}", lines.count() + 1);
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
