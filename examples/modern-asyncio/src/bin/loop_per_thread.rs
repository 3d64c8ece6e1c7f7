//! A loop for each thread, whose tasks stay there.

// clock: real

// ANCHOR: listing
use std::thread::{self, Builder};
use std::time::Duration;

use tokio::{join, runtime, time::sleep};

fn here() -> String {
    thread::current().name().unwrap_or("no name").to_owned()
}

async fn work(task: &str) -> String {
    let before = here();
    sleep(Duration::from_millis(100)).await;
    format!("{task}: began on {before}, ended on {}", here())
}

fn run() -> (String, String) {
    runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("the system can make one more event loop")
        .block_on(async { join!(work("task 1"), work("task 2")) })
}

fn main() {
    let threads = ["thread A", "thread B"].map(|name| {
        let thread = Builder::new().name(name.to_owned());
        thread.spawn(run).expect("the system can start a thread")
    });
    for thread in threads {
        let (first, second) = thread.join().expect("no panic");
        println!("{first}\n{second}");
    }
}
// ANCHOR_END: listing
