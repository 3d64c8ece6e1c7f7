// clock: real
//! A second worker thread hides a pilot who blocks the first.

// ANCHOR: listing
use std::{sync::mpsc, time::Duration};

use tokio::{runtime::Builder, task};

async fn pilot(light: mpsc::Receiver<()>) -> bool {
    light.recv_timeout(Duration::from_millis(300)).is_ok()
}

async fn lighthouse(flash: mpsc::Sender<()>) {
    flash.send(()).ok(); // the pilot may have stopped looking
}

fn main() {
    for workers in [1, 2] {
        let harbour = Builder::new_multi_thread()
            .worker_threads(workers)
            .build()
            .expect("the system can start two threads");
        let seen = harbour.block_on(async {
            let (flash, light) = mpsc::channel();
            let looking = task::spawn(pilot(light));
            task::spawn(lighthouse(flash));
            looking.await.expect("the pilot does not panic")
        });
        println!("workers: {workers}, the pilot sees light: {seen}");
    }
}
// ANCHOR_END: listing
