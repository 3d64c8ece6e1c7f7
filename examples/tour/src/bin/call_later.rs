//! A plain function is run by the loop at a time, or not at all.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::task::{self, JoinHandle};
use tokio::time::{Instant, sleep, sleep_until};

fn say_at(when: Instant, line: &'static str) -> JoinHandle<()> {
    task::spawn(async move {
        sleep_until(when).await;
        say!("{line}");
    })
}

fn main() {
    run(async {
        let now = Instant::now();
        let later = |seconds| now + Duration::from_secs_f64(seconds);
        say_at(later(3.0), "clock: midnight");
        say_at(later(2.0), "shutter: closes");
        let clouds = say_at(later(2.5), "dome: closes for clouds");
        sleep(Duration::from_secs(1)).await;
        clouds.abort();
        say!("assistant: no clouds after all");
        sleep(Duration::from_secs(3)).await;
        say!("assistant: next star");
    });
}
// ANCHOR_END: listing
