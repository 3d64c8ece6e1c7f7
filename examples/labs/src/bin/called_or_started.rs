//! One call makes a future, and the other one starts a task.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

async fn save(order: &str) {
    say!("{order}: saving");
    sleep(Duration::from_secs(1)).await;
    say!("{order}: saved");
}

async fn checkout() {
    let seven = save("order 7");
    let eight = task::spawn(save("order 8"));
    say!("checkout: both calls are made");
    sleep(Duration::from_secs(2)).await;
    say!("checkout: two seconds later");
    seven.await;
    eight.await.expect("saving does not panic");
}

fn main() {
    run(checkout())
}
// ANCHOR_END: listing
