//! Does several things at once.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::thread;

/// Does so many jobs at once to a core. What each comes to is heard as soon as it is known, and returned in
/// the order of the jobs.
pub fn in_parallel<T: Send>(
    to_a_core: usize,
    jobs: Vec<impl FnOnce() -> T + Send>,
    mut hear: impl FnMut(&T),
) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let jobs = Mutex::new(jobs.into_iter().enumerate());
    let next = || jobs.lock().expect("no job runs while this is held").next();
    let (sender, results) = channel();
    let mut results: Vec<_> = thread::scope(|scope| {
        for _ in 0..to_a_core * cores {
            let sender = sender.clone();
            scope.spawn(move || {
                while let Some((place, job)) = next()
                    && sender.send((place, job())).is_ok()
                {}
            });
        }
        drop(sender);
        results.iter().inspect(|(_, result)| hear(result)).collect()
    });
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}
