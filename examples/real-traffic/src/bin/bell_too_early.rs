//! A bell of tokio that rings before a task of the book's own loop
//! listens.

// ANCHOR: listing
use std::rc::Rc;
use std::time::Duration;

use console::say;
use real_traffic::run;
use tokio::sync::Notify;
use toy::{sleep, spawn, timeout};

const LIMIT: Duration = Duration::from_secs(5);

async fn pilot(bell: Rc<Notify>) {
    sleep(Duration::from_secs(2)).await;
    say!("pilot: listens");
    match timeout(LIMIT, bell.notified()).await {
        Ok(()) => say!("pilot: hears the bell"),
        Err(_) => say!("pilot: hears no bell"),
    }
}

async fn harbour_master() {
    let bell = Rc::new(Notify::new());
    let pilot = spawn(pilot(bell.clone()));
    sleep(Duration::from_secs(1)).await;
    bell.notify_waiters();
    say!("harbour master: has rung");
    pilot.await.expect("no panic");
    say!("harbour master: goes home");
}
// ANCHOR_END: listing

fn main() {
    run(harbour_master())
}
