use std::time::Duration;

use how_await_works::say;
use how_await_works::stages::traps::{run, sleep, spawn};

async fn expect(what: &str, seconds: u64) {
    sleep(Duration::from_secs(seconds)).await;
    say(format_args!("{what}, due at {seconds}.0 s"));
}

fn main() {
    spawn(expect("the tide turns", 2));
    spawn(expect("Gull docks", 1));
    run();
}
