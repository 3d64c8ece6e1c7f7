//! All is done when those who do it have ended.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::{Mutex, mpsc};
use tokio::time::sleep;

type Plates = Mutex<mpsc::Receiver<&'static str>>;

async fn develop(tray: &str, seconds: u64, plates: &Plates) {
    loop {
        let next = plates.lock().await.recv().await;
        let Some(star) = next else { break };
        sleep(Duration::from_secs(seconds)).await;
        say!("{tray} tray: {star} is done");
    }
}

fn main() {
    run(async {
        let (handed_in, plates) = mpsc::channel(3);
        for star in ["Mira", "Algol", "Deneb"] {
            handed_in.try_send(star).expect("there is room for three");
        }
        drop(handed_in);
        let plates = Mutex::new(plates);
        tokio::join!(
            develop("left", 2, &plates),
            develop("right", 3, &plates)
        );
        say!("assistant: all plates are done");
    });
}
// ANCHOR_END: listing
