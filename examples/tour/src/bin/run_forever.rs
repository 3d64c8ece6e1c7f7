//! A service runs until the root future ends.

use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::{task, time::sleep};

fn new_event_loop() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(std::env::var_os("VIRTUAL_CLOCK").is_some())
        .build()
        .expect("the system can make one more event loop")
}

// ANCHOR: listing
struct Telescope;

impl Drop for Telescope {
    fn drop(&mut self) {
        println!("telescope: parked");
    }
}

async fn track(star: &str) {
    let _telescope = Telescope;
    loop {
        println!("telescope: follows {star}");
        sleep(Duration::from_secs(1)).await;
    }
}

fn main() {
    let runtime = new_event_loop();
    runtime.block_on(async {
        task::spawn(track("Mira"));
        sleep(Duration::from_millis(2500)).await;
        println!("assistant: sunrise");
    });
    println!("assistant: goes home");
    drop(runtime);
}
// ANCHOR_END: listing
