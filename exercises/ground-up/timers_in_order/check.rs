use exam::{Verdict, expect};

use super::answer::Timers;

pub fn check() -> Verdict {
    let mut timers = Timers::default();
    timers.add(9, "Swan");
    timers.add(5, "Gull");
    timers.add(5, "Heron");
    let due = timers.due(5);
    expect!(
        !due.contains(&"Swan"),
        "At 5, the timer of 9 comes out too: its time has not come."
    );
    expect!(
        due.len() == 2,
        "Gull and Heron are due at 5, and only {due:?} comes out: \
         one has taken the place of the other."
    );
    timers.add(5, "Gull");
    timers.add(3, "Tern");
    timers.add(5, "Heron");
    let due = timers.due(5);
    expect!(
        due == ["Tern", "Gull", "Heron"],
        "The timers of 3 and 5 come out as {due:?}: the earliest is first, \
         and of the same time the one that was added first."
    );
    Ok(())
}
