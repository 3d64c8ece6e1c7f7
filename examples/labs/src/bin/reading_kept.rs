//! A read of two steps that a timeout borrows, and does not end.

// ANCHOR: listing
use std::pin::pin;
use std::time::Duration;

use console::{run, say};
use tokio::io::{self, AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::task;
use tokio::time::{sleep, timeout};

async fn read_reading(wire: &mut DuplexStream) -> io::Result<String> {
    let size = wire.read_u8().await? - b'0';
    let mut digits = vec![0; size.into()];
    wire.read_exact(&mut digits).await?;
    Ok(String::from_utf8_lossy(&digits).into_owned())
}

async fn meter(mut wire: DuplexStream) -> io::Result<()> {
    wire.write_all(b"42100").await?;
    sleep(Duration::from_secs(1)).await;
    wire.write_all(b"3").await?;
    sleep(Duration::from_secs(1)).await;
    wire.write_all(b"420211").await
}

async fn listen() -> io::Result<()> {
    let (mut wire, sending) = io::duplex(64);
    let sender = task::spawn(meter(sending));
    for _ in 0..2 {
        let limit = Duration::from_millis(1500);
        let mut read = pin!(read_reading(&mut wire));
        let reading = loop {
            match timeout(limit, read.as_mut()).await {
                Ok(reading) => break reading?,
                Err(_) => say!("nothing yet, the meter is alive"),
            }
        };
        say!("reads {reading}");
    }
    sender.await?
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(listen())
}
