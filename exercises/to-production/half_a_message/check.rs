use std::cell::Cell;
use std::time::Duration;

use exam::{Verdict, expect, run};
use tokio::time::timeout;

use super::answer::listen;

pub fn check() -> Verdict {
    let (messages, ticks) = (Cell::new(0), Cell::new(0));
    let count = |what: &str| {
        let cell = if what == "tick" { &ticks } else { &messages };
        cell.set(cell.get() + 1);
    };
    let five = Duration::from_secs(5);
    run(async { timeout(five, listen(count)).await.is_ok() })?;
    let (messages, ticks) = (messages.get(), ticks.get());
    expect!(
        ticks >= 5,
        "In 5 s there should be about 5 ticks, and there are {ticks}: \
         listen to both."
    );
    expect!(
        messages == 3,
        "In 5 s three messages should arrive, and there are {messages}: \
         each tick drops the half of a message."
    );
    Ok(())
}
