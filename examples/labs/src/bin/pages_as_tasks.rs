//! Buffered tasks go on while the loop's body waits.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::stream::{self, StreamExt};
use tokio::task;
use tokio::time::sleep;

async fn fetch(page: char) -> char {
    say!("fetches {page}");
    sleep(Duration::from_secs(1)).await;
    say!("has {page}");
    page
}

async fn print() {
    let fetches = stream::iter(['A', 'B', 'C'])
        .map(|page| task::spawn(fetch(page)));
    let mut pages = fetches.buffered(2);
    while let Some(page) = pages.next().await {
        let page = page.expect("no panic");
        sleep(Duration::from_secs(3)).await;
        say!("{page} is printed");
    }
}

fn main() {
    run(print());
}
// ANCHOR_END: listing
