//! Tasks of one thread share what no other thread may see.

// ANCHOR: listing
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use console::{run, say};
use tokio::task::LocalSet;
use tokio::time::sleep;

async fn sell(sold: Rc<Cell<u32>>) {
    sleep(Duration::from_secs(1)).await;
    sold.set(sold.get() + 1);
}

async fn sale() {
    let sold = Rc::new(Cell::new(0));
    let local = LocalSet::new();
    for _ in 0..2 {
        local.spawn_local(sell(sold.clone()));
    }
    local.await;
    say!("two agents have sold {} seats", sold.get());
}

fn main() {
    run(sale());
}
// ANCHOR_END: listing
