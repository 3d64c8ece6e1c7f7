//! The combinators of the crate futures, on the book's own loop.

use std::time::Duration;

// ANCHOR: listing
use console::say;
use futures::future::{abortable, join_all};
use futures::stream::{FuturesUnordered, StreamExt};
use futures::{FutureExt, join, select_biased};
use real_traffic::run;
use toy::sleep;

async fn cross((ferry, seconds): (&str, u64)) -> &str {
    sleep(Duration::from_secs(seconds)).await;
    ferry
}

const FLEET: [(&str, u64); 3] =
    [("Gull", 3), ("Heron", 1), ("Tern", 2)];

async fn harbour_master() {
    say!("{:?}", join_all(FLEET.map(cross)).await);

    let mut fleet: FuturesUnordered<_> =
        FLEET.map(cross).into_iter().collect();
    while let Some(ferry) = fleet.next().await {
        say!("{ferry} is in");
    }

    select_biased! {
        ferry = cross(("Gull", 3)).fuse() => {
            say!("{ferry}");
        }
        ferry = cross(("Heron", 1)).fuse() => {
            say!("{ferry} is faster");
        }
    }

    let (crossing, recall) = abortable(cross(("Gull", 3)));
    let recalled = join!(crossing, async { recall.abort() }).0;
    say!("Gull: {recalled:?}");

    let tide = cross(("high tide", 1)).shared();
    say!("{:?}", join!(tide.clone(), tide));
}
// ANCHOR_END: listing

fn main() {
    run(harbour_master())
}
