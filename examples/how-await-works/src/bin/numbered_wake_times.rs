//! A map under a time and a number keeps tasks that have no order.

// ANCHOR: listing
use std::collections::BTreeMap;
use std::pin::Pin;
use std::task::{Context, Waker};

type Task = Pin<Box<dyn Future<Output = ()>>>;

async fn ferry(name: &str) {
    println!("{name}: goes out with the tide");
}

fn main() {
    let mut sleepers: BTreeMap<(u32, u32), Task> = BTreeMap::new();
    for (number, name) in (0..).zip(["Gull", "Heron"]) {
        sleepers.insert((10, number), Box::pin(ferry(name)));
    }
    println!("{} ferries wait", sleepers.len());
    let mut nobody = Context::from_waker(Waker::noop());
    while let Some((_, mut task)) = sleepers.pop_first() {
        let ended = task.as_mut().poll(&mut nobody);
        assert!(ended.is_ready(), "a ferry waits once");
    }
}
// ANCHOR_END: listing
