use std::cell::{Cell, RefCell};
use std::time::Duration;

use exam::{Verdict, expect, run};
use tokio::time::sleep;

use super::answer::kitchen;

pub fn check() -> Verdict {
    let (cooked, ahead) = (Cell::new(0), Cell::new(0));
    let served = RefCell::new(Vec::new());
    let cook = || {
        let waiting = cooked.get() - served.borrow().len() as u32;
        // The plate in the cook's hands is not on the counter.
        ahead.set(ahead.get().max(waiting));
        cooked.set(cooked.get() + 1);
        cooked.get()
    };
    let serve = async |plate| {
        sleep(Duration::from_secs(1)).await;
        served.borrow_mut().push(plate);
    };
    run(kitchen(cook, serve))?;
    let (cooked, ahead) = (cooked.get(), ahead.get());
    let served = served.borrow();
    expect!(
        cooked == served.len() as u32,
        "{cooked} plates are cooked, and {} are served: \
         wait for room instead of leaving a plate away.",
        served.len()
    );
    expect!(
        ahead <= 3,
        "The cook is {ahead} plates ahead of the waiter: at most 2 may \
         stand on the counter, and 1 is being served."
    );
    expect!(
        *served == [1, 2, 3, 4, 5, 6],
        "The plates should be served in their order, not {served:?}."
    );
    Ok(())
}
