// clock: real
//! A task that keeps the turn is found by timing each poll.

// ANCHOR: listing
use std::thread;
use std::time::Duration;

use console::run;
use to_production::timed::Timed;
use tokio::{task, time::sleep};

const LIMIT: Duration = Duration::from_millis(500);

async fn clerk() {
    for _ in 0..3 {
        sleep(Duration::from_millis(10)).await;
    }
}

async fn office() {
    sleep(Duration::from_millis(10)).await;
    thread::sleep(Duration::from_millis(600));
}

fn tell(name: &str, _turn: Duration) {
    println!("{name}: keeps the turn too long");
}

async fn work() {
    let clerk = Timed::new("clerk", clerk(), LIMIT, tell);
    let office = Timed::new("office", office(), LIMIT, tell);
    let tasks = [task::spawn(clerk), task::spawn(office)];
    for task in tasks {
        task.await.expect("it does not panic");
    }
}

fn main() {
    run(work());
}
// ANCHOR_END: listing
