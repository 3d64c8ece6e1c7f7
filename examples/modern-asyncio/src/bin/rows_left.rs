//! A stream that is left early is dropped at once, with its connection.

// ANCHOR: listing
use console::{run, say};
use futures::stream::{Stream, StreamExt, unfold};
use tokio::time::{Duration, sleep};

struct Connection;
impl Drop for Connection {
    fn drop(&mut self) {
        say!("connection: closes");
    }
}

fn rows() -> impl Stream<Item = u32> {
    unfold((None, 1), |(connection, row)| async move {
        let connection = connection.unwrap_or_else(|| {
            say!("connection: opens");
            Connection
        });
        sleep(Duration::from_secs(1)).await;
        (row <= 3).then_some((row, (Some(connection), row + 1)))
    })
}

async fn find(wanted: u32) -> Option<u32> {
    let mut rows = Box::pin(rows());
    while let Some(row) = rows.next().await {
        if row == wanted {
            return Some(row);
        }
    }
    None
}

fn main() {
    run(async {
        let row = find(2).await.expect("there are three rows");
        say!("main: has row {row}");
        sleep(Duration::from_secs(1)).await;
        say!("main: ends");
    });
}
// ANCHOR_END: listing
