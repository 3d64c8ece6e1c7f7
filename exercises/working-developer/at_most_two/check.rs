use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use exam::{Verdict, expect, now, run};
use tokio::time::sleep;

use super::answer::fetch_all;

pub fn check() -> Verdict {
    let begun = RefCell::new(BTreeMap::new());
    let (running, most) = (Cell::new(0), Cell::new(0));
    let job = async |number: u64, seconds: u64| {
        begun.borrow_mut().insert(number, now());
        running.set(running.get() + 1);
        most.set(most.get().max(running.get()));
        sleep(Duration::from_secs(seconds)).await;
        running.set(running.get() - 1);
        number
    };
    let jobs = vec![job(1, 3), job(2, 1), job(3, 1), job(4, 1)];
    let results = run(fetch_all(jobs))?;
    let most = most.get();
    expect!(
        most <= 2,
        "{most} jobs run at once, and the server allows two."
    );
    let begun = begun.borrow();
    expect!(
        begun[&2] == 0.0,
        "At 0.0 s two places are free, and the second job begins at \
         {:.1} s only: two may run at a time.",
        begun[&2]
    );
    expect!(
        begun[&3] == 1.0,
        "At 1.0 s a place is free, and the third job begins at {:.1} \
         s only: it should begin as soon as one of the two has ended.",
        begun[&3]
    );
    expect!(
        results == [1, 2, 3, 4],
        "The results should be in the order of the jobs, not {results:?}."
    );
    Ok(())
}
