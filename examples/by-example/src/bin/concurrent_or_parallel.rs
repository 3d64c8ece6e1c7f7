// clock: real
//! Three at a time, in one thread and in three.

// ANCHOR: listing
use std::collections::HashSet;
use std::sync::{Arc, Barrier};
use std::thread;

use futures::future::{join_all, try_join_all};
use tokio::runtime::Builder;
use tokio::task::{JoinError, yield_now};

async fn knead() -> thread::ThreadId {
    yield_now().await;
    thread::current().id()
}

async fn carry(table: Arc<Barrier>) -> thread::ThreadId {
    table.wait(); // until three have come
    thread::current().id()
}

fn main() -> Result<(), JoinError> {
    let one = Builder::new_current_thread().build().expect("a loop");
    let hands = one.block_on(join_all([knead(), knead(), knead()]));
    let threads = HashSet::<_>::from_iter(hands).len();
    println!("three coroutines knead: {threads} thread");

    let mut many = Builder::new_multi_thread();
    let many = many.worker_threads(3).build().expect("a loop");
    let table = Arc::new(Barrier::new(3));
    let hands = many.block_on(try_join_all(
        [(); 3].map(|()| many.spawn(carry(table.clone()))),
    ))?;
    let threads = HashSet::<_>::from_iter(hands).len();
    println!("three coroutines carry: {threads} threads");
    Ok(())
}
// ANCHOR_END: listing
