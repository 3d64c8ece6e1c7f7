//! A limit that is moved each time something arrives.

// ANCHOR: listing
use std::pin::pin;
use std::time::Duration;

use console::{run, say};
use tokio::time::{Instant, sleep};

async fn download() {
    let limit = Duration::from_secs(2);
    let mut idle = pin!(sleep(limit));
    for seconds in [1.0, 1.5, 1.0, 5.0] {
        tokio::select! {
            () = sleep(Duration::from_secs_f64(seconds)) => {
                say!("a piece arrives");
                idle.as_mut().reset(Instant::now() + limit);
            }
            () = &mut idle => {
                say!("no piece for two seconds");
                return;
            }
        }
    }
}

fn main() {
    run(download());
}
// ANCHOR_END: listing
