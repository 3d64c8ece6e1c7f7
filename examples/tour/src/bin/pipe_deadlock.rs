// clock: real
//! A child that is sent more than it can pass on.

// ANCHOR: listing
use std::process::Stdio;
use std::time::Duration;

use console::run;
use tokio::io::{self, AsyncWriteExt};
use tokio::process::Command;
use tokio::time::timeout;

async fn night() -> io::Result<()> {
    let mut cat = Command::new("cat")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut stdin = cat.stdin.take().expect("it is piped");
    let stars = "Mira\nVega\nAlgol\n".repeat(100_000);
    let sends = stdin.write_all(stars.as_bytes());
    match timeout(Duration::from_millis(100), sends).await {
        Ok(_) => println!("all stars are sent"),
        Err(_) => println!("cat takes no more"),
    }
    cat.kill().await
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
