// clock: real
//! A thread fills what a task waits for, and wakes nobody.

// ANCHOR: listing
use std::time::{Duration, Instant};
use std::{future::poll_fn, sync::Mutex, task::Poll, thread};

use console::run;
use futures::join;
use tokio::time::sleep;

static HORN: Mutex<Option<Instant>> = Mutex::new(None);

fn lighthouse() {
    thread::sleep(Duration::from_millis(200));
    println!("lighthouse: sounds the horn");
    *HORN.lock().expect("no panic") = Some(Instant::now());
}

async fn ferry() {
    println!("Gull: listens");
    let sounded = poll_fn(|_| {
        let horn = *HORN.lock().expect("no panic");
        horn.map_or(Poll::Pending, Poll::Ready)
    });
    let late = sounded.await.elapsed() > Duration::from_millis(500);
    let when = if late { "much later" } else { "at once" };
    println!("Gull: hears it {when}");
}

async fn tide() {
    sleep(Duration::from_millis(1500)).await;
    println!("tide: turns");
}

fn main() {
    thread::spawn(lighthouse);
    run(async { join!(ferry(), tide()) });
}
// ANCHOR_END: listing
