//! A lock is held across an await.

// ANCHOR: listing
use std::time::Duration;

use first_steps::{run, say};
use tokio::{sync::Mutex, time::sleep};

struct Spectrograph;

impl Spectrograph {
    async fn expose(&mut self, telescope: &str, star: &str) {
        say(format_args!("{telescope}: slit on {star}"));
        sleep(Duration::from_secs(2)).await;
        say(format_args!("{telescope}: has the spectrum of {star}"));
    }
}

async fn spectrum(
    telescope: &str,
    star: &str,
    spectrograph: &Mutex<Spectrograph>,
) {
    spectrograph.lock().await.expose(telescope, star).await;
}

fn main() {
    run(async {
        let spectrograph = Mutex::new(Spectrograph);
        tokio::join!(
            spectrum("north", "Mira", &spectrograph),
            spectrum("south", "Algol", &spectrograph),
        );
    });
}
// ANCHOR_END: listing
