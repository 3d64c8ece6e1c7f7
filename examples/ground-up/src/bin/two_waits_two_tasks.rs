use std::time::Duration;

use console::{say, set_clock};
use how_await_works::now;
use how_await_works::stages::traps::{run, sleep, spawn};

async fn expect(what: &str, seconds: u64) {
    sleep(Duration::from_secs(seconds)).await;
    say!("{what}, due at {seconds}.0 s");
}

fn main() {
    set_clock(now);
    spawn(expect("the tide turns", 2));
    spawn(expect("Gull docks", 1));
    run();
}
