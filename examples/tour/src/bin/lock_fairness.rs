//! A task asks again for the lock that it has released.

// ANCHOR: listing
use std::sync::Arc;
use std::time::Duration;

use console::{run, say};
use tokio::{sync::Mutex, task, time::sleep};

async fn telescope(name: &str, stars: &[&str], lock: Arc<Mutex<()>>) {
    for star in stars {
        let _guard = lock.lock().await;
        say!("{name}: measures {star}");
        sleep(Duration::from_secs(2)).await;
    }
}

fn main() {
    run(async {
        let lock = Arc::new(Mutex::new(()));
        let north = telescope("north", &["Mira", "Vega"], lock.clone());
        let south = telescope("south", &["Algol"], lock);
        let (north, south) = (task::spawn(north), task::spawn(south));
        north.await.expect("north does not panic");
        south.await.expect("south does not panic");
    });
}
// ANCHOR_END: listing
