//! A plain function starts a loop while another one runs.

// ANCHOR: listing
use std::{panic, time::Duration};

use console::{run, say};
use tokio::{runtime::Runtime, time::sleep};

async fn load() -> &'static str {
    sleep(Duration::from_secs(1)).await;
    "blue"
}

// A plain function cannot await.
fn colour() -> &'static str {
    let runtime = Runtime::new().expect("room for a loop");
    runtime.block_on(load())
}

async fn main_task() {
    panic::set_hook(Box::new(|_| ())); // say it below
    match panic::catch_unwind(colour) {
        Ok(colour) => say!("main: the colour is {colour}"),
        Err(panic) => {
            let words = panic.downcast_ref::<&str>().unwrap_or(&"");
            let (first, _) = words.split_once('.').unwrap_or_default();
            say!("main: panic: {first}");
        }
    }
}

fn main() {
    run(main_task());
}
// ANCHOR_END: listing
