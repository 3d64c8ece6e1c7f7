//! An order that is read in two steps, under a timeout.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use to_production::{BoxError, size_of};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::task;
use tokio::time::{sleep, timeout};

type Order = Result<String, BoxError>;

async fn read_order(wire: &mut DuplexStream) -> Order {
    let size = size_of(wire.read_u8().await?)?;
    let mut name = vec![0; size];
    wire.read_exact(&mut name).await?;
    Ok(String::from_utf8(name)?)
}

async fn till(mut wire: DuplexStream) -> Result<(), BoxError> {
    wire.write_all(b"4pear5ap").await?;
    sleep(Duration::from_secs(1)).await;
    Ok(wire.write_all(b"ple4plum").await?)
}

async fn office() -> Result<(), BoxError> {
    let (mut wire, sending) = duplex(64);
    let sender = task::spawn(till(sending));
    let limit = Duration::from_millis(600);
    loop {
        match timeout(limit, read_order(&mut wire)).await {
            Ok(Ok(order)) => say!("{order}"),
            Ok(Err(error)) => break say!("{error}"),
            Err(_) => say!("no order yet"),
        }
    }
    sender.await?
}
// ANCHOR_END: listing

fn main() -> Result<(), BoxError> {
    run(office())
}
