use std::iter::from_fn;

use exam::{Verdict, expect};

use super::answer::Ready;

pub fn check() -> Verdict {
    let mut ready = Ready::default();
    for task in [7, 3, 7] {
        ready.wake(task);
    }
    let turns: Vec<_> = from_fn(|| ready.next()).collect();
    let count = turns.iter().filter(|task| **task == 7).count();
    expect!(
        count == 1,
        "Task 7 is woken twice before its turn, and gets {count} turns: \
         it may be in the queue only once."
    );
    expect!(
        turns == [7, 3],
        "Task 7 was woken before task 3, and task 3 comes first: \
         keep the order of the wakes."
    );
    ready.wake(7);
    expect!(
        ready.next() == Some(7),
        "Task 7 is woken again after its turn, and never gets another: \
         a wake after the turn counts."
    );
    Ok(())
}
