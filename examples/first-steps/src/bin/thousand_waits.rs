use std::collections::HashSet;
use std::thread::{self, ThreadId};
use std::time::Duration;

use console::{run, say};
use futures::future::join_all;
use tokio::time::sleep;

async fn answer(ferry: u64) -> ThreadId {
    sleep(Duration::from_secs(1 + ferry % 2)).await;
    thread::current().id()
}

async fn harbour_master() {
    say!("harbour master: calls a thousand ferries");
    let threads = join_all((0..1000).map(answer)).await;
    let answers = threads.len();
    say!("harbour master: {answers} have answered");
    let used = threads.into_iter().collect::<HashSet<_>>().len();
    say!("harbour master: threads used: {used}");
}

fn main() {
    run(harbour_master())
}
