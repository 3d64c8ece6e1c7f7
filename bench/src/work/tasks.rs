//! For loops that can spawn and yield.

macro_rules! tasks {
    () => {
        use std::sync::{Arc, Mutex};
        use std::task::{Poll as Polled, Waker};
        use std::time::Instant;

        fn tasks(work: &str, sizes: &[usize]) -> Option<Outcome> {
            Some(match (work, sizes) {
                ("spawn all", &[count]) => spawn_all(count),
                ("spawn one by one", &[count]) => spawn_one_by_one(count),
                ("yield", &[tasks, count]) => yields(tasks, count),
                ("message", &[count]) => message(count),
                ("oneshot", &[count]) => oneshot(count),
                ("beside", &[few, many, count]) => beside(&[few, many], count),
                _ => return None,
            })
        }

        fn spawn_all(count: usize) -> Outcome {
            run(async move {
                let start = Instant::now();
                let tasks: Vec<_> = (0..count).map(|n| spawn(async move { n })).collect();
                for task in tasks {
                    let _ = task.await;
                }
                each(count, start.elapsed())
            })
        }

        fn spawn_one_by_one(count: usize) -> Outcome {
            run(async move {
                let start = Instant::now();
                for n in 0..count {
                    let _ = spawn(async move { n }).await;
                }
                each(count, start.elapsed())
            })
        }

        fn yields(tasks: usize, count: usize) -> Outcome {
            run(async move {
                let start = Instant::now();
                let task = || async move {
                    for _ in 0..count / tasks {
                        yield_now().await;
                    }
                };
                let tasks: Vec<_> = (0..tasks).map(|_| spawn(task())).collect();
                for task in tasks {
                    let _ = task.await;
                }
                let time = start.elapsed();
                if !take_turns().await {
                    return Err("a task that yields gives way to no other".to_owned());
                }
                each(count, time)
            })
        }

        fn message(count: usize) -> Outcome {
            run(async move {
                let start = Instant::now();
                let (sender, mut receiver) = ::tokio::sync::mpsc::channel(100);
                let producer = spawn(async move {
                    for n in 0..count {
                        sender.send(n).await.expect("the receiver waits");
                    }
                });
                while receiver.recv().await.is_some() {}
                let _ = producer.await;
                each(count, start.elapsed())
            })
        }

        fn oneshot(count: usize) -> Outcome {
            run(async move {
                let start = Instant::now();
                for n in 0..count {
                    let (sender, receiver) = ::tokio::sync::oneshot::channel();
                    let task = spawn(async move { sender.send(n) });
                    receiver.await.expect("the task sends");
                    let _ = task.await;
                }
                each(count, start.elapsed())
            })
        }

        /// Whether each of two tasks that yield has one turn a round, in whatever order.
        async fn take_turns() -> bool {
            let order: Arc<Mutex<Vec<usize>>> = Arc::default();
            let task = |n| {
                let order = order.clone();
                async move {
                    for _ in 0..3 {
                        order.lock().expect("one thread").push(n);
                        yield_now().await;
                    }
                }
            };
            for task in [spawn(task(0)), spawn(task(1))] {
                let _ = task.await;
            }
            let order = order.lock().expect("one thread");
            order.chunks(2).all(|round| round[0] != round[1])
        }

        /// Tasks that are parked, and each time that they are woken arrive once more.
        async fn park(count: usize, arrivals: &Arc<Arrivals>) -> (Vec<impl Sized>, Vec<Waker>) {
            let wakers: Arc<Mutex<Vec<Waker>>> = Arc::default();
            let sleeper = || {
                let (wakers, arrivals) = (wakers.clone(), arrivals.clone());
                let mut registered = false;
                std::future::poll_fn(move |cx| {
                    if !std::mem::replace(&mut registered, true) {
                        wakers.lock().expect("one thread").push(cx.waker().clone());
                    }
                    arrivals.arrive();
                    Polled::<()>::Pending
                })
            };
            let tasks: Vec<_> = (0..count).map(|_| spawn(sleeper())).collect();
            arrivals.until(count).await;
            let wakers = std::mem::take(&mut *wakers.lock().expect("one thread"));
            (tasks, wakers)
        }

        /// Of each crowd of parked tasks: the time until one that is woken has woken main, and the
        /// time to spawn one more and join it.
        fn beside(crowds: &[usize], count: usize) -> Outcome {
            let mut figures = Vec::new();
            for &crowd in crowds {
                figures.extend(run(async move {
                    let arrivals = Arc::new(Arrivals::new());
                    let (tasks, wakers) = park(crowd, &arrivals).await;
                    let start = Instant::now();
                    for (n, waker) in (1..=count).zip(wakers.iter().cycle()) {
                        waker.wake_by_ref();
                        arrivals.until(crowd + n).await;
                    }
                    let wake = start.elapsed();
                    let start = Instant::now();
                    for n in 0..count {
                        let _ = spawn(async move { n }).await;
                    }
                    let spawn = start.elapsed();
                    drop(tasks);
                    Ok::<_, String>([each(count, wake)?[0], each(count, spawn)?[0]])
                })?);
            }
            Ok(figures)
        }
    };
}
