//! For loops that can sleep.

macro_rules! timers {
    () => {
        use crate::work::resident;

        fn timers(work: &str, sizes: &[usize]) -> Option<Outcome> {
            Some(match (work, sizes) {
                ("timer dropped", &[count]) => timer_dropped(count),
                ("sleep", &[count]) => sleep_fired(count),
                ("sleepers", &[count]) => sleepers(count),
                _ => return None,
            })
        }

        fn timer_dropped(count: usize) -> Outcome {
            run(async move {
                let start = Instant::now();
                for _ in 0..count {
                    let mut sleep = Box::pin(sleep(std::time::Duration::from_secs(60)));
                    std::future::poll_fn(|cx| {
                        assert!(sleep.as_mut().poll(cx).is_pending());
                        Polled::Ready(())
                    })
                    .await;
                }
                each(count, start.elapsed())
            })
        }

        /// Deadlines in each of the next thousand microseconds.
        fn sleep_fired(count: usize) -> Outcome {
            run(async move {
                let start = Instant::now();
                let sleeps = |n| sleep(std::time::Duration::from_micros(n as u64 % 1000));
                let tasks: Vec<_> = (0..count).map(|n| spawn(sleeps(n))).collect();
                for task in tasks {
                    let _ = task.await;
                }
                each(count, start.elapsed())
            })
        }

        /// The bytes of a task that sleeps, of so many.
        fn sleepers(count: usize) -> Outcome {
            static ASLEEP: Arrivals = Arrivals::new();
            run(async move {
                let before = resident()?;
                for _ in 0..count {
                    detach(spawn(async {
                        ASLEEP.arrive();
                        sleep(std::time::Duration::from_secs(3600)).await;
                    }));
                }
                ASLEEP.until(count).await;
                Ok(vec![(resident()? - before) as f64 / count as f64])
            })
        }
    };
}
