//! A sender that is left keeps the receiver waiting.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task;
use tokio::time::{sleep, timeout};

async fn develop(mut plates: Receiver<&str>) {
    while let Some(star) = plates.recv().await {
        say!("darkroom: develops {star}");
        sleep(Duration::from_secs(2)).await;
    }
}

async fn observe(handed_in: Sender<&str>) {
    for star in ["Mira", "Algol"] {
        handed_in.send(star).await.expect("the darkroom receives");
    }
    say!("telescope: that was the last one");
}

fn main() {
    run(async {
        let (handed_in, plates) = mpsc::channel(2);
        let darkroom = task::spawn(develop(plates));
        observe(handed_in.clone()).await;
        let minute = Duration::from_secs(60);
        if timeout(minute, darkroom).await.is_err() {
            say!("assistant: the darkroom still waits");
        }
    });
}
// ANCHOR_END: listing
