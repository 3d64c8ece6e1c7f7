//! What is built before there is a runtime.

// ANCHOR: listing
use std::panic;
use std::time::Duration;

use console::run;
use tokio::time::{sleep, timeout};

async fn work() {
    sleep(Duration::from_secs(1)).await;
    println!("the work is done");
}

fn main() {
    panic::set_hook(Box::new(|panic| {
        let text = panic.payload().downcast_ref::<String>();
        println!("panic: {}", text.map_or("", String::as_str));
    }));
    println!("a call of an async function:");
    let early = work();
    run(early);
    println!("a timeout:");
    let limit = Duration::from_secs(2);
    let early = panic::catch_unwind(|| timeout(limit, work()));
    if let Ok(early) = early {
        run(early).expect("it takes one second");
    }
}
// ANCHOR_END: listing
