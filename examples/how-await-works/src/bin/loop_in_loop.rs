//! `block_on` starts a loop; inside a loop it panics or blocks.

// ANCHOR: listing
use std::panic;

use futures::executor::block_on;
use tokio::runtime::Runtime;

async fn tide() -> u32 {
    3
}

fn tide_by_tokio() -> u32 {
    Runtime::new().expect("room for a loop").block_on(tide())
}

fn tide_by_futures() -> u32 {
    block_on(tide())
}

async fn harbour_master(tide_for_everybody: fn() -> u32) {
    match panic::catch_unwind(tide_for_everybody) {
        Ok(tide) => println!("harbour master: {tide} m"),
        Err(_) => println!("harbour master: a panic"),
    }
}

fn main() {
    panic::set_hook(Box::new(|_| ()));
    println!("visitor: {} m", tide_by_tokio());
    let tokio = Runtime::new().expect("room for a loop");
    println!("tokio in tokio");
    tokio.block_on(harbour_master(tide_by_tokio));
    println!("futures in futures");
    block_on(harbour_master(tide_by_futures));
    println!("futures in tokio");
    tokio.block_on(harbour_master(tide_by_futures));
}
// ANCHOR_END: listing
