//! What the helper `run` does under the virtual clock.

use std::env;
use std::process::Command;
use std::time::Duration;

use console::run;
use tokio::time::{Instant, sleep};

#[test]
fn thirty_waits_of_a_tenth_are_exactly_three_seconds() {
    if env::var_os("VIRTUAL_CLOCK").is_none() {
        let this = env::current_exe().expect("a test is a program");
        let under_virtual_clock = Command::new(this)
            .env("VIRTUAL_CLOCK", "1")
            .status()
            .expect("a program that runs can run again");
        return assert!(under_virtual_clock.success());
    }
    let waited = run(async {
        let start = Instant::now();
        for _ in 0..30 {
            sleep(Duration::from_millis(100)).await;
        }
        start.elapsed()
    });
    assert_eq!(waited, Duration::from_secs(3));
}
