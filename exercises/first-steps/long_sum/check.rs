use std::cell::Cell;
use std::future::pending;

use exam::{Verdict, expect, run};
use tokio::task::yield_now;

use super::answer::add_up;

/// A task that waits for the clock gets nowhere while another has turns.
const PATIENCE: u32 = 5000;

pub fn check() -> Verdict {
    let turns = Cell::new(0);
    let total = run(async {
        let other = async {
            while turns.get() < PATIENCE {
                yield_now().await;
                turns.set(turns.get() + 1);
            }
            pending().await
        };
        tokio::select! {
            biased;
            () = other => 0,
            total = add_up((0..1000).map(|n| 2 * n)) => total,
        }
    })?;
    let turns = turns.get();
    expect!(
        turns < PATIENCE,
        "`add_up` waits for a time, and the other task has {PATIENCE} turns \
         meanwhile: give the turn away, and no time."
    );
    expect!(
        (9..=11).contains(&turns),
        "While 1000 numbers are added, the other task has {turns} turns. \
         It should have about 10, one after each hundred."
    );
    expect!(
        total == 999_000,
        "The sum should be 999000, and it is {total}."
    );
    Ok(())
}
