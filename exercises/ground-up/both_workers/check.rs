use std::collections::HashSet;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, ThreadId};
use std::time::Duration;

use exam::{Verdict, expect};

use super::answer::{Job, start_pool};

const PATIENCE: Duration = Duration::from_millis(1500);

/// Gives the pool a job that says in which thread it runs.
fn ask(pool: &Sender<Job>) -> Receiver<ThreadId> {
    let (done, thread) = channel();
    let job = move || {
        let _ = done.send(thread::current().id());
    };
    let _ = pool.send(Box::new(job));
    thread
}

pub fn check() -> Verdict {
    let pool = start_pool(2);
    // It goes on when the second job has begun.
    let (done, first) = channel();
    let (begin, begun) = channel();
    let long = move || {
        let _ = done.send(begun.recv_timeout(PATIENCE).is_ok());
    };
    let _ = pool.send(Box::new(long));
    let _ = pool.send(Box::new(move || {
        let _ = begin.send(());
    }));
    let are_both = first.recv_timeout(2 * PATIENCE);
    expect!(
        are_both.is_ok(),
        "A job is sent to the pool, and no worker does it."
    );
    expect!(
        are_both == Ok(true),
        "One worker computes, and the other does not begin its job: the \
         first holds the lock of the queue while it computes."
    );
    let mut threads = HashSet::new();
    for _ in 0..4 {
        let Ok(thread) = ask(&pool).recv_timeout(PATIENCE) else {
            break;
        };
        threads.insert(thread);
    }
    expect!(
        !threads.is_empty(),
        "Two jobs are done, and no worker takes the third: a worker takes \
         jobs until the pool is dropped."
    );
    expect!(
        threads.len() <= 2,
        "Four jobs, one after the other, have run in {} threads, and the \
         pool has 2 workers: do the job in the thread of the worker.",
        threads.len()
    );
    Ok(())
}
