// python: >=3.13
//! A receiver learns that nobody is left to send.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::mpsc;
use tokio::{task, time::sleep};

async fn develop(mut plates: mpsc::Receiver<&str>) {
    while let Some(star) = plates.recv().await {
        say!("darkroom: develops {star}");
        sleep(Duration::from_secs(2)).await;
    }
    say!("darkroom: lights on");
}

fn main() {
    run(async {
        let (handed_in, plates) = mpsc::channel(2);
        let darkroom = task::spawn(develop(plates));
        handed_in.try_send("Mira").expect("there is room for two");
        handed_in.try_send("Algol").expect("there is room for two");
        drop(handed_in);
        say!("telescope: that was the last one");
        darkroom.await.expect("the darkroom does not panic");
    });
}
// ANCHOR_END: listing
