//! A stream that is dropped gives its connection back.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::stream::{Stream, StreamExt, unfold};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{sleep, timeout};

async fn lend(pool: &Semaphore) -> SemaphorePermit<'_> {
    let permit = pool.acquire().await.expect("it is open");
    say!("pool: lends its connection");
    permit
}

fn rows(pool: &Semaphore) -> impl Stream<Item = u32> {
    unfold((None, 1), move |(lent, row)| async move {
        let lent = match lent {
            Some(lent) => lent,
            None => lend(pool).await,
        };
        sleep(Duration::from_secs(1)).await;
        (row <= 3).then_some((row, (Some(lent), row + 1)))
    })
}

async fn start() {
    let pool = Semaphore::new(1);
    let mut query = Box::pin(rows(&pool));
    if let Some(row) = query.next().await {
        say!("main: has row {row}");
    }
    drop(query);
    let limit = Duration::from_secs(5);
    match timeout(limit, pool.acquire()).await {
        Ok(_) => say!("main: has a connection again"),
        Err(_) => say!("main: waited 5 s for a connection"),
    }
}
// ANCHOR_END: listing

fn main() {
    run(start());
}
