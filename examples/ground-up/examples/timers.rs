//! What a timer costs: with the tree of deadlines that the stage edge
//! has, and with the wheel of the stage wheel.
//! `cargo run --release -p ground-up --example timers`

/// One loop, and what is measured on it.
macro_rules! measure {
    ($stage:ident) => {
        mod $stage {
            use super::*;
            use ground_up::stages::$stage::{Executor, sleep, spawn};

            /// Sets a timer and drops it, beside so many that wait.
            pub fn dropped(beside: usize) -> Duration {
                Executor::new().run(async move {
                    for number in 0..beside {
                        spawn(sleep(HOUR + spread(number)));
                    }
                    sleep(MILLI).await;
                    let start = Instant::now();
                    for number in 0..TIMERS {
                        let limit = sleep(HOUR + spread(number));
                        assert!(poll!(pin!(limit)).is_pending());
                    }
                    start.elapsed() / TIMERS as u32
                })
            }
        }
    };
}

use std::pin::pin;
use std::time::{Duration, Instant};

use futures::poll;

const HOUR: Duration = Duration::from_secs(3600);
const MILLI: Duration = Duration::from_millis(1);
const TIMERS: usize = 100_000;

/// Somewhere in an hour, and nowhere twice.
fn spread(number: usize) -> Duration {
    let nanoseconds = number as u64 * 982_451_653 % 3_600_000_000_007;
    Duration::from_nanos(nanoseconds)
}

measure!(edge);
measure!(wheel);

/// A loop's time for one timer.
type Work = fn(usize) -> Duration;

fn main() {
    println!("timers               edge      wheel  ratio");
    let works: [(&str, usize, usize, [Work; 2]); 2] = [
        ("dropped", 10, 20, [edge::dropped, wheel::dropped]),
        ("dropped", 1_000_000, 2, [edge::dropped, wheel::dropped]),
    ];
    for (name, count, rounds, stages) in works {
        // Interleaved, and the best of many: others use the machine.
        let mut best = [Duration::MAX; 2];
        for _ in 0..rounds {
            for (best, stage) in best.iter_mut().zip(stages) {
                *best = stage(count).min(*best);
            }
        }
        let [tree, wheel] = best.map(|it| it.as_nanos());
        let ratio = wheel as f64 / tree as f64;
        let name = format!("{name}-{count}");
        println!("{name:15}  {tree:>6}ns  {wheel:>6}ns  {ratio:5.2}");
    }
}
