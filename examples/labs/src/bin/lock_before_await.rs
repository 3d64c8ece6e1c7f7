// clock: real
//! A lock of the standard library is given back before the await.

// ANCHOR: listing
use std::sync::Mutex;
use std::time::Duration;

use console::run;
use futures::join;
use tokio::time::sleep;

async fn deposit(name: &str, lock: &Mutex<u32>) {
    println!("{name}: wants the lock");
    {
        let mut balance = lock.lock().expect("no panic");
        println!("{name}: has it for a moment");
        *balance += 1;
    }
    println!("{name}: asks the bank");
    sleep(Duration::from_millis(100)).await;
    println!("{name}: done");
}

fn main() {
    let lock = Mutex::new(0);
    run(async { join!(deposit("Ann", &lock), deposit("Ben", &lock)) });
}
// ANCHOR_END: listing
