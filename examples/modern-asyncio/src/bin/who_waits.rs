//! A registry of waits, which each task fills in itself.

// ANCHOR: listing
use console::{run, say};
use std::{collections::BTreeSet, sync::Mutex, time::Duration};
use tokio::{runtime::Handle, spawn, time::sleep};

static WAITS: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());

struct Wait(&'static str);

fn wait(entry: &'static str) -> Wait {
    WAITS.lock().expect("no holder panics").insert(entry);
    Wait(entry)
}

impl Drop for Wait {
    fn drop(&mut self) {
        WAITS.lock().expect("no holder panics").remove(self.0);
    }
}

async fn count() {
    let _wait = wait("stock waits for a delivery");
    sleep(Duration::from_secs(2)).await;
}

async fn ship() {
    let _wait = wait("shipping waits for stock");
    spawn(count()).await.expect("it does not panic");
}

async fn shop() {
    spawn(ship());
    sleep(Duration::from_secs(1)).await;
    let metrics = Handle::current().metrics();
    say!("{} tasks are alive", metrics.num_alive_tasks());
    let waits = WAITS.lock().expect("no holder panics").clone();
    waits.iter().for_each(|it| say!("{it}"));
}
// ANCHOR_END: listing

fn main() {
    run(shop());
}
