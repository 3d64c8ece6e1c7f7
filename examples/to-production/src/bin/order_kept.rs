//! An order whose letters are kept until it is whole.

use std::time::Duration;

use console::{run, say};
use to_production::{BoxError, size_of};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::task;
use tokio::time::{sleep, timeout};

// ANCHOR: listing
struct Orders {
    wire: DuplexStream,
    buffer: Vec<u8>,
}

impl Orders {
    fn take(&mut self) -> Result<Option<String>, BoxError> {
        let size = self.buffer.first().unwrap_or(&b'0');
        let end = 1 + size_of(*size)?;
        if self.buffer.len() < end {
            return Ok(None);
        }
        let order = self.buffer.drain(..end).skip(1).collect();
        Ok(Some(String::from_utf8(order)?))
    }

    async fn next(&mut self) -> Result<Option<String>, BoxError> {
        loop {
            if let Some(order) = self.take()? {
                return Ok(Some(order));
            }
            if self.wire.read_buf(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        }
    }
}

async fn office(mut orders: Orders) -> Result<(), BoxError> {
    let limit = Duration::from_millis(600);
    loop {
        match timeout(limit, orders.next()).await {
            Ok(Ok(Some(order))) => say!("{order}"),
            Ok(end) => break end.map(|_| ()),
            Err(_) => say!("no order yet"),
        }
    }
}
// ANCHOR_END: listing

async fn till(mut wire: DuplexStream) -> Result<(), BoxError> {
    wire.write_all(b"4pear5ap").await?;
    sleep(Duration::from_secs(1)).await;
    Ok(wire.write_all(b"ple4plum").await?)
}

async fn with_a_till() -> Result<(), BoxError> {
    let (wire, sending) = duplex(64);
    let sender = task::spawn(till(sending));
    let buffer = Vec::new();
    office(Orders { wire, buffer }).await?;
    sender.await?
}

fn main() -> Result<(), BoxError> {
    run(with_a_till())
}
