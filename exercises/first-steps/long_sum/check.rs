use std::cell::Cell;

use exam::{Verdict, expect, run};
use tokio::task::yield_now;

use super::answer::add_up;

pub fn check() -> Verdict {
    let turns = Cell::new(0);
    let total = run(async {
        let other = async {
            loop {
                yield_now().await;
                turns.set(turns.get() + 1);
            }
        };
        tokio::select! {
            biased;
            () = other => 0,
            total = add_up(0..1000) => total,
        }
    })?;
    let turns = turns.get();
    expect!(
        turns == 0 || turns >= 9 && turns <= 11 || turns > 100,
        "The other task has {turns} turns, and it should have about 10, \
         one after each hundred numbers."
    );
    expect!(
        turns != 0 && turns <= 11,
        "While 1000 numbers are added, the other task has {turns} turns. \
         It should have about 10, one after each hundred."
    );
    expect!(
        total == 499_500,
        "The sum should be 499500, and it is {total}."
    );
    Ok(())
}
