//! A limit for each item of a stream.

// ANCHOR: listing
use std::pin::pin;
use std::time::Duration;

use console::{run, say};
use futures::stream::{Stream, StreamExt, iter};
use tokio::time::{sleep, timeout};

fn rows() -> impl Stream<Item = u32> {
    iter([(1, 1), (2, 3), (3, 1)]).then(async |(row, delay)| {
        sleep(Duration::from_secs(delay)).await;
        row
    })
}

async fn show() {
    let mut incoming = pin!(rows());
    loop {
        let limit = Duration::from_secs(2);
        match timeout(limit, incoming.next()).await {
            Err(_) => say!("main: no row yet"),
            Ok(None) => break say!("main: no more rows"),
            Ok(Some(row)) => say!("main: row {row}"),
        }
    }
}

fn main() {
    run(show());
}
// ANCHOR_END: listing
