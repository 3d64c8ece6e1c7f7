// clock: real
//! A stream that is dropped, and one that is forgotten.

// ANCHOR: listing
use std::mem;
use std::time::Duration;

use console::run;
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::time::timeout;

async fn report(leave: fn(UnixStream)) -> io::Result<()> {
    let (mut office, mut station) = UnixStream::pair()?;
    station.write_all(b"clear sky").await?;
    leave(station);
    let mut heard = [0; 9];
    office.read_exact(&mut heard).await?;
    println!("office hears: {}", String::from_utf8_lossy(&heard));
    let patience = Duration::from_millis(100);
    match timeout(patience, office.read(&mut heard)).await {
        Ok(read) => println!("read at the end: {}", read?),
        Err(_) => println!("nobody hung up"),
    }
    Ok(())
}

async fn night() -> io::Result<()> {
    report(drop).await?;
    report(mem::forget).await
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
