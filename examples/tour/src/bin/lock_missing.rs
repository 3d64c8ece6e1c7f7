//! Two operations on one instrument that overlap at an await.

// ANCHOR: listing
use std::cell::Cell;
use std::time::Duration;

use console::{run, say};
use futures::join;
use tokio::time::sleep;

struct Spectrograph {
    slit: Cell<&'static str>,
}

impl Spectrograph {
    async fn expose(&self, star: &'static str) -> &'static str {
        self.slit.set(star);
        sleep(Duration::from_secs(2)).await;
        self.slit.get()
    }
}

async fn telescope(
    name: &str,
    star: &'static str,
    spectrograph: &Spectrograph,
) {
    let measured = spectrograph.expose(star).await;
    say!("{name}: wanted {star}, got {measured}");
}

fn main() {
    run(async {
        let spectrograph = Spectrograph {
            slit: Cell::new(""),
        };
        join!(
            telescope("north", "Mira", &spectrograph),
            telescope("south", "Algol", &spectrograph),
        );
    });
}
// ANCHOR_END: listing
