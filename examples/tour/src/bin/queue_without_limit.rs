//! A channel without a limit slows no sender down.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::{task, time::sleep};

async fn expose(plates: UnboundedSender<&str>) {
    for star in ["Mira", "Algol", "Deneb", "Rigel"] {
        plates.send(star).expect("the darkroom receives");
        say!("telescope: handed in {star}");
    }
}

async fn develop(mut plates: UnboundedReceiver<&str>) {
    while let Some(star) = plates.recv().await {
        let waiting = plates.len();
        say!("darkroom: develops {star}, {waiting} wait");
        sleep(Duration::from_secs(2)).await;
    }
}

fn main() {
    run(async {
        let (handed_in, plates) = mpsc::unbounded_channel();
        let telescope = task::spawn(expose(handed_in));
        let darkroom = task::spawn(develop(plates));
        darkroom.await.expect("the darkroom does not panic");
        telescope.await.expect("the telescope does not panic");
    });
}
// ANCHOR_END: listing
