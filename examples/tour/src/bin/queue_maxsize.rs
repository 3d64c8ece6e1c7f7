//! A channel with room for one holds the sender up.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::{task, time::sleep};

async fn expose(plates: Sender<&str>) {
    for star in ["Mira", "Algol", "Deneb", "Rigel"] {
        plates.send(star).await.expect("the darkroom receives");
        say!("telescope: handed in {star}");
    }
}

async fn develop(mut plates: Receiver<&str>) {
    while let Some(star) = plates.recv().await {
        say!("darkroom: develops {star}");
        sleep(Duration::from_secs(2)).await;
    }
}

fn main() {
    run(async {
        let (handed_in, plates) = mpsc::channel(1);
        let telescope = task::spawn(expose(handed_in));
        let darkroom = task::spawn(develop(plates));
        darkroom.await.expect("the darkroom does not panic");
        telescope.await.expect("the telescope does not panic");
    });
}
// ANCHOR_END: listing
