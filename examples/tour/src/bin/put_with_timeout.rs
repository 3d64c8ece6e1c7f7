//! A sender that gives up waiting for room, and keeps its value.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::{sleep, timeout};

async fn hand_in(star: &'static str, plates: &Sender<&str>) {
    let second = Duration::from_secs(1);
    let permit = loop {
        match timeout(second, plates.reserve()).await {
            Ok(permit) => break permit.expect("the darkroom receives"),
            Err(_) => {
                say!("telescope: no room, keeps {star}")
            }
        }
    };
    permit.send(star);
    say!("telescope: handed in {star}");
}

async fn expose(plates: Sender<&str>) {
    hand_in("Mira", &plates).await;
    hand_in("Algol", &plates).await;
}

async fn develop(mut plates: Receiver<&str>) {
    for _ in 0..2 {
        sleep(Duration::from_millis(1500)).await;
        let star = plates.recv().await.expect("a plate comes");
        say!("darkroom: develops {star}");
    }
}

fn main() {
    run(async {
        let (handed_in, plates) = mpsc::channel(1);
        tokio::join!(expose(handed_in), develop(plates));
    });
}
// ANCHOR_END: listing
