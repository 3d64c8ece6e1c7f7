//! The virtual clock adds nothing to a wait.

use std::time::Duration;

use first_steps::run;
use tokio::time::{Instant, sleep};

fn main() {
    run(async {
        let start = Instant::now();
        for _ in 0..30 {
            sleep(Duration::from_millis(100)).await;
        }
        let seconds = start.elapsed().as_secs_f64();
        println!("thirty waits: {seconds:.6} s");
    });
}
