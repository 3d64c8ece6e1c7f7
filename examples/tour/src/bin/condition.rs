//! Waits until what a lock protects is as it should be.

// ANCHOR: listing
use std::sync::Mutex;
use std::time::Duration;

use console::{run, say};
use tokio::{sync::Notify, time::sleep};

#[derive(Default)]
struct Shelf {
    plates: Mutex<Vec<&'static str>>,
    changed: Notify,
}

impl Shelf {
    fn take_two(&self) -> Option<Vec<&'static str>> {
        let mut plates = self.plates.lock().expect("nobody panics");
        (plates.len() >= 2).then(|| plates.drain(..2).collect())
    }

    async fn pack(&self) {
        loop {
            let changed = self.changed.notified();
            if let Some(parcel) = self.take_two() {
                let parcel = parcel.join(" and ");
                return say!("assistant: packs {parcel}");
            }
            changed.await;
        }
    }

    async fn dry(&self) {
        for plate in ["Mira", "Algol"] {
            sleep(Duration::from_secs(1)).await;
            self.plates.lock().expect("nobody panics").push(plate);
            self.changed.notify_one();
            say!("darkroom: {plate} is dry");
        }
    }
}

// ANCHOR_END: listing

fn main() {
    let shelf = Shelf::default();
    run(async { tokio::join!(shelf.pack(), shelf.dry()) });
}
