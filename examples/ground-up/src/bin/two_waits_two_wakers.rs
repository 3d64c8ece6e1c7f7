// clock: real
use std::time::Duration;

use futures::join;
use ground_up::stages::timers::{Executor, sleep};

async fn expect(what: &str, tenths: u64) {
    sleep(Duration::from_millis(100 * tenths)).await;
    println!("{what}");
}

fn main() {
    Executor::new().run(async {
        join!(expect("the tide turns", 2), expect("Gull docks", 1));
    });
}
