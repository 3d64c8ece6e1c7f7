//! A task of the stage abort is told to end, and cleans up.

use std::future::pending;
use std::time::Duration;

use console::{say, set_clock};
use ground_up::harbour::on_the_clock;
use ground_up::stages::abort::{
    Executor, JoinError, now, sleep, spawn,
};

// ANCHOR: listing
struct Boat;

impl Drop for Boat {
    fn drop(&mut self) {
        say!("pilot: the boat is made fast");
    }
}

async fn pilot() {
    let _boat = Boat;
    say!("pilot: waits at the buoy");
    pending().await
}

async fn harbour_master() {
    let pilot = spawn(pilot());
    sleep(Duration::from_secs(2)).await;
    pilot.abort();
    say!("harbour master: recalls the pilot");
    match pilot.await {
        Err(JoinError::Aborted) => say!("harbour master: he is back"),
        other => say!("harbour master: {other:?}?"),
    }
}

fn main() {
    set_clock(now);
    on_the_clock(Executor::new, Executor::with_virtual_clock)
        .run(harbour_master());
}
// ANCHOR_END: listing
