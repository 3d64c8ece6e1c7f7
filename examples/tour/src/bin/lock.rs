//! A lock is held across an await.

// ANCHOR: listing
use std::sync::Arc;
use std::time::Duration;

use console::{run, say};
use tokio::{sync::Mutex, task, time::sleep};

struct Spectrograph {
    slit: &'static str,
}

impl Spectrograph {
    async fn expose(&mut self, star: &'static str) -> &'static str {
        self.slit = star;
        sleep(Duration::from_secs(2)).await;
        self.slit
    }
}

async fn telescope(
    name: &str,
    star: &'static str,
    spectrograph: Arc<Mutex<Spectrograph>>,
) {
    let mut guard = spectrograph.lock().await;
    let measured = guard.expose(star).await;
    say!("{name}: wanted {star}, got {measured}");
}

fn main() {
    run(async {
        let shared = Arc::new(Mutex::new(Spectrograph { slit: "" }));
        let north = telescope("north", "Mira", shared.clone());
        let south = telescope("south", "Algol", shared);
        let (north, south) = (task::spawn(north), task::spawn(south));
        north.await.expect("north does not panic");
        south.await.expect("south does not panic");
    });
}
// ANCHOR_END: listing
