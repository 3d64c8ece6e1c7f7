//! A notification that comes before anything waits for it.

// ANCHOR: listing
use std::sync::Mutex;
use std::time::Duration;

use console::{run, say};
use tokio::{sync::Notify, time::timeout};

#[derive(Default)]
struct Shelf {
    plates: Mutex<Vec<&'static str>>,
    changed: Notify,
}

impl Shelf {
    fn put(&self, plate: &'static str) {
        self.plates.lock().expect("nobody panics").push(plate);
        self.changed.notify_waiters();
    }

    async fn pack(&self) {
        self.changed.notified().await;
        let plate = self.plates.lock().expect("nobody panics").pop();
        say!("assistant: packs {plate:?}");
    }
}

fn main() {
    run(async {
        let shelf = Shelf::default();
        shelf.put("Mira");
        say!("darkroom: Mira is dry");
        let hour = Duration::from_secs(3600);
        if timeout(hour, shelf.pack()).await.is_err() {
            say!("assistant: still waits");
        }
    });
}
// ANCHOR_END: listing
