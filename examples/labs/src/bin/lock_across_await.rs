// clock: real
//! A lock of the standard library is held over an await.

// ANCHOR: listing
use std::sync::Mutex;
use std::time::Duration;
use std::{process, thread};

use console::run;
use futures::join;
use tokio::time::sleep;

fn give_up() {
    thread::sleep(Duration::from_secs(1));
    println!("watchdog: no task has run for a second");
    process::exit(0);
}

#[expect(clippy::await_holding_lock, reason = "the lab's mistake")]
async fn deposit(name: &str, lock: &Mutex<u32>) {
    println!("{name}: wants the lock");
    let mut balance = lock.lock().expect("no panic");
    println!("{name}: has it, and asks the bank");
    sleep(Duration::from_millis(100)).await;
    *balance += 1;
    println!("{name}: done");
}

fn main() {
    let lock = Mutex::new(0);
    thread::spawn(give_up);
    run(async { join!(deposit("Ann", &lock), deposit("Ben", &lock)) });
}
// ANCHOR_END: listing
