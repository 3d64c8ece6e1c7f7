use std::sync::{Arc, Mutex};
use std::time::Duration;

use exam::{Verdict, Wrong, expect, now, run};
use tokio::time::{sleep, timeout};

use super::answer::report;

/// What is stored and when, if the caller has that limit.
fn stored(
    measuring: f64,
    storing: f64,
    limit: f64,
) -> Result<Vec<(Option<i32>, f64)>, Wrong> {
    let stored = Arc::new(Mutex::new(Vec::new()));
    let list = stored.clone();
    run(async move {
        let measure = async move {
            sleep(Duration::from_secs_f64(measuring)).await;
            20
        };
        let store = move |degrees| async move {
            sleep(Duration::from_secs_f64(storing)).await;
            list.lock().expect("no panic").push((degrees, now()));
        };
        let limit = Duration::from_secs_f64(limit);
        let _ = timeout(limit, report(measure, store)).await;
        sleep(Duration::from_secs(20)).await;
        stored.lock().expect("no panic").clone()
    })
}

pub fn check() -> Verdict {
    let all = stored(5.0, 0.0, 10.0)?;
    expect!(
        !all.is_empty(),
        "The measuring needs 5 s and has 1 s, and nothing is stored: \
         `report` should go on with `None` at 1 s."
    );
    expect!(
        all == [(None, 1.0)],
        "The measuring needs 5 s and has 1 s, and this is stored: {all:?}."
    );
    let all = stored(5.0, 0.0, 0.5)?;
    expect!(
        all.is_empty(),
        "The limit of the caller is over at 0.5 s, and `report` stores None \
         all the same: only the `store` belongs into the task."
    );
    let all = stored(0.5, 3.0, 2.0)?;
    expect!(
        all == [(Some(20), 3.5)],
        "The limit of the caller is over at 2 s, and the `store` that began \
         at 0.5 s is cut off: protect it."
    );
    Ok(())
}
