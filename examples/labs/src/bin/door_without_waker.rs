//! A future that does not keep the waker is not polled again.

// ANCHOR: listing
use std::sync::{Arc, atomic::AtomicBool, atomic::Ordering::SeqCst};
use std::task::Poll::{Pending, Ready};
use std::{future::poll_fn, time::Duration};

use console::{run, say};
use tokio::{task, time::sleep};

#[derive(Default)]
struct Door {
    is_open: AtomicBool,
}

async fn visitor(door: Arc<Door>) {
    let wait = poll_fn(|_context| {
        if door.is_open.load(SeqCst) {
            Ready(())
        } else {
            Pending
        }
    });
    wait.await;
    say!("visitor: comes in");
}

async fn main_task() {
    let door = Arc::new(Door::default());
    let guest = task::spawn(visitor(door.clone()));
    sleep(Duration::from_secs(1)).await;
    say!("main: opens the door");
    door.is_open.store(true, SeqCst);
    sleep(Duration::from_secs(5)).await;
    if !guest.is_finished() {
        say!("main: nobody has come in");
    }
}
// ANCHOR_END: listing

fn main() {
    run(main_task());
}
