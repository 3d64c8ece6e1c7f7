//! What it costs to spawn a task and to join it: with the tree of the
//! stage readiness, and with the recycled slots of the stage slots.
//! `cargo run --release -p ground-up --example spawned_tasks`

/// One loop with so many tasks that wait, and a round on it: a hundred
/// tasks are spawned, then joined. Between turns both stages look at
/// their sockets, and a hundred tasks share that.
macro_rules! measure {
    ($stage:ident) => {
        pub fn $stage(parked: usize) -> impl Fn() -> Duration {
            use ground_up::stages::$stage::{Executor, spawn};

            let executor = Executor::new();
            executor.run(async move {
                for _ in 0..parked {
                    spawn(pending::<()>());
                }
            });
            move || {
                executor.run(async {
                    let start = Instant::now();
                    let tasks = [(); TASKS].map(|()| spawn(async {}));
                    for task in tasks {
                        task.await.expect("it does not panic");
                    }
                    start.elapsed() / TASKS as u32
                })
            }
        }
    };
}

use std::future::pending;
use std::time::{Duration, Instant};

const TASKS: usize = 100;

measure!(readiness);
measure!(slots);

fn main() {
    println!("parked tasks  readiness      slots  ratio");
    for parked in [0, 1_000, 1_000_000] {
        let loops: [Box<dyn Fn() -> Duration>; 2] =
            [Box::new(readiness(parked)), Box::new(slots(parked))];
        // Interleaved, and the best of many: others use the machine.
        let mut best = [Duration::MAX; 2];
        for _ in 0..2_000 {
            for (best, round) in best.iter_mut().zip(&loops) {
                *best = round().min(*best);
            }
        }
        let [tree, slots] = best;
        let ratio = slots.as_secs_f64() / tree.as_secs_f64();
        println!(
            "{parked:12}  {tree:>9.0?}  {slots:>9.0?}  {ratio:5.2}"
        );
    }
}
