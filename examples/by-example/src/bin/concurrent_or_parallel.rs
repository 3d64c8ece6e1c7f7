// clock: real
//! Three at a time, in one thread and in three.

// ANCHOR: listing
use std::collections::HashSet;
use std::sync::{Arc, Barrier};
use std::thread::{self, ThreadId};

use futures::future::join_all;
use tokio::runtime::Builder;
use tokio::task::{JoinSet, yield_now};

async fn knead() -> ThreadId {
    yield_now().await;
    thread::current().id()
}

async fn carry(table: Arc<Barrier>) -> ThreadId {
    table.wait(); // until three have come
    thread::current().id()
}

async fn three_carry() -> HashSet<ThreadId> {
    let table = Arc::new(Barrier::new(3));
    let mut hands = JoinSet::new();
    for _ in 0..3 {
        hands.spawn(carry(table.clone()));
    }
    hands.join_all().await.into_iter().collect()
}

fn main() {
    let one = Builder::new_current_thread().build().expect("a loop");
    let three = join_all([knead(), knead(), knead()]);
    let threads = HashSet::<_>::from_iter(one.block_on(three)).len();
    println!("three coroutines knead: {threads} thread");

    let mut many = Builder::new_multi_thread();
    let many = many.worker_threads(3).build().expect("a loop");
    let threads = many.block_on(three_carry()).len();
    println!("three tasks carry: {threads} threads");
}
// ANCHOR_END: listing
