//! What a limit does to the ways to wait for a child.

use console::run;

// ANCHOR: listing
use std::time::Duration;

use tokio::task::{JoinSet, spawn, yield_now};
use tokio::time::{sleep, timeout};
use tokio::{join, sync::Mutex};

struct Child;

impl Drop for Child {
    fn drop(&mut self) {
        println!("  the child is dropped");
    }
}

async fn child() {
    let _child = Child;
    sleep(Duration::from_secs(10)).await;
}

async fn limited(way: &str, block: impl Future) {
    println!("{way}");
    if timeout(Duration::from_secs(1), block).await.is_err() {
        println!("  the block ends with Elapsed");
    }
    yield_now().await;
    println!("  a turn later");
}

async fn ways() {
    limited("await", child()).await;
    limited("join!", async { join!(child(), sleep(Duration::MAX)) })
        .await;
    let lock = Mutex::new(());
    limited("Mutex", async { (lock.lock().await, child().await) })
        .await;
    limited("JoinSet", JoinSet::from_iter([child()]).join_all()).await;
    limited("spawn", spawn(child())).await;
}
// ANCHOR_END: listing

fn main() {
    run(ways());
}
