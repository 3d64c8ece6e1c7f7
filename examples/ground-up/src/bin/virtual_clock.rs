//! Three crossings under the clock of the stage clock.

// ANCHOR: listing
use std::time::Duration;

use console::{say, set_clock};
use ground_up::harbour::on_the_clock;
use ground_up::stages::clock::{
    Executor, JoinError, now, sleep, spawn,
};

async fn cross(ferry: &str, seconds: u64) {
    say!("{ferry}: casts off");
    sleep(Duration::from_secs(seconds)).await;
    say!("{ferry}: docks");
}

async fn harbour_master() -> Result<(), JoinError> {
    let crossings = [("Gull", 3), ("Heron", 1), ("Tern", 3)];
    let ferries =
        crossings.map(|(ferry, seconds)| spawn(cross(ferry, seconds)));
    for ferry in ferries {
        ferry.await?;
    }
    say!("harbour master: all are in");
    Ok(())
}

fn main() -> Result<(), JoinError> {
    set_clock(now);
    on_the_clock(Executor::new, Executor::with_virtual_clock)
        .run(harbour_master())
}
// ANCHOR_END: listing
