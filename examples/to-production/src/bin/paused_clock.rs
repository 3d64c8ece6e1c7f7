//! Work outside of tokio's paused clock races a sleep of an hour.

// ANCHOR: listing
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

async fn race(name: &str, work: impl Future) {
    tokio::select! {
        _ = work => println!("{name} is done"),
        () = sleep(Duration::from_secs(3600)) => {
            println!("{name}: an hour has passed");
        }
    }
}

fn work() {
    thread::sleep(Duration::from_millis(50));
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    race("spawn_blocking", spawn_blocking(work)).await;
    let (done, is_done) = oneshot::channel();
    let thread = thread::spawn(|| {
        work();
        done.send(())
    });
    race("thread", is_done).await;
    // The race has ended, and with it the receiver.
    let _ = thread.join();
}
// ANCHOR_END: listing
