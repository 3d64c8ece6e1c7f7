// clock: real
//! A station sends to an office that never reads.

// ANCHOR: listing
use std::time::Duration;

use console::run;
use tokio::io::{self, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

const HOST: &str = "127.0.0.1";

async fn send_all(mut wire: TcpStream) -> io::Result<()> {
    let plate = [0; 65536];
    for _ in 0..1000 {
        wire.write_all(&plate).await?;
    }
    Ok(())
}

async fn night() -> io::Result<()> {
    let office = TcpListener::bind((HOST, 0)).await?;
    let wire = TcpStream::connect(office.local_addr()?).await?;
    let patience = Duration::from_millis(100);
    match timeout(patience, send_all(wire)).await {
        Ok(sent) => println!("send_all is done: {sent:?}"),
        Err(_) => println!("send_all waits"),
    }
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
