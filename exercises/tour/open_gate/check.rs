use std::cell::RefCell;
use std::time::Duration;

use exam::{Verdict, Wrong, expect, now, run};
use tokio::time::sleep;

use super::answer::Gate;

pub fn check() -> Verdict {
    let (gate, through) = (Gate::default(), RefCell::new(Vec::new()));
    let car = async |arrival: u64| {
        sleep(Duration::from_millis(arrival)).await;
        gate.wait().await;
        through.borrow_mut().push((arrival, now()));
    };
    let opener = async {
        sleep(Duration::from_secs(1)).await;
        gate.open();
    };
    let end = run(async {
        tokio::join!(car(0), car(500), car(2000), opener);
    });
    let through = through.borrow();
    expect!(
        end.is_ok() || through.len() > 1,
        "Two cars wait when the gate opens, and only one goes on: \
         an open gate is open for all."
    );
    end.map_err(|_| {
        Wrong(
            "The gate opens at 1.0 s, and the car that comes at 2.0 s \
             waits for ever: the gate has to remember that it is open."
                .to_owned(),
        )
    })?;
    expect!(
        *through == [(0, 1.0), (500, 1.0), (2000, 2.0)],
        "The cars came at 0, 0.5 and 2 s, and went on so: {through:?}."
    );
    Ok(())
}
