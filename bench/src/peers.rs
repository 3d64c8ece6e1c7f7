//! The same work on each loop. A peer says how its loop runs, spawns, yields and sleeps; the macro puts
//! one and the same source text below that.

use std::time::Instant;

/// One measured workload: its name, how many operations it does, and the time that they took in all.
pub type Workload = (&'static str, fn() -> (u64, std::time::Duration));

/// Tasks, messages or sleeps of one workload.
const MANY: u64 = 100_000;

macro_rules! workloads {
    () => {
        use super::*;

        async fn ended<T>(handle: impl Future<Output = T>) -> T {
            handle.await
        }

        fn spawn_all() -> (u64, Duration) {
            run(async {
                let start = Instant::now();
                let handles: Vec<_> = (0..MANY).map(|n| spawn(async move { n })).collect();
                for handle in handles {
                    ended(handle).await;
                }
                (MANY, start.elapsed())
            })
        }

        fn spawn_one_by_one() -> (u64, Duration) {
            run(async {
                let start = Instant::now();
                for n in 0..MANY {
                    ended(spawn(async move { n })).await;
                }
                (MANY, start.elapsed())
            })
        }

        fn yields() -> (u64, Duration) {
            run(async {
                let start = Instant::now();
                let task = || async {
                    for _ in 0..1000 {
                        yield_now().await;
                    }
                };
                let handles: Vec<_> = (0..100).map(|_| spawn(task())).collect();
                for handle in handles {
                    ended(handle).await;
                }
                (100_000, start.elapsed())
            })
        }

        fn channel() -> (u64, Duration) {
            run(async {
                let start = Instant::now();
                let (sender, receiver) = async_channel::bounded(100);
                let producer = spawn(async move {
                    for n in 0..MANY {
                        sender.send(n).await.expect("the receiver waits");
                    }
                });
                while receiver.recv().await.is_ok() {}
                ended(producer).await;
                (MANY, start.elapsed())
            })
        }

        fn oneshot() -> (u64, Duration) {
            run(async {
                let start = Instant::now();
                for n in 0..MANY {
                    let (sender, receiver) = futures::channel::oneshot::channel();
                    let task = spawn(async move { sender.send(n) });
                    receiver.await.expect("the task sends");
                    let _ = ended(task).await;
                }
                (MANY, start.elapsed())
            })
        }

        pub const TASKS: &[Workload] = &[
            ("spawn all", spawn_all),
            ("spawn one by one", spawn_one_by_one),
            ("yield", yields),
            ("channel", channel),
            ("oneshot", oneshot),
        ];
    };
    (timers) => {
        fn timer_dropped() -> (u64, Duration) {
            run(async {
                let start = Instant::now();
                for _ in 0..MANY {
                    let mut sleep = Box::pin(sleep(Duration::from_secs(60)));
                    std::future::poll_fn(|cx| {
                        assert!(sleep.as_mut().poll(cx).is_pending());
                        std::task::Poll::Ready(())
                    })
                    .await;
                }
                (MANY, start.elapsed())
            })
        }

        fn timer_fired() -> (u64, Duration) {
            run(async {
                let start = Instant::now();
                let sleeps = |n| Duration::from_micros(n % 1000);
                let handles: Vec<_> = (0..MANY).map(|n| spawn(sleep(sleeps(n)))).collect();
                for handle in handles {
                    ended(handle).await;
                }
                (MANY, start.elapsed())
            })
        }

        pub const TIMERS: &[Workload] = &[
            ("timer set and dropped", timer_dropped),
            ("sleep fired", timer_fired),
        ];
    };
}

pub mod toy {
    pub use ::toy::{sleep, spawn, yield_now};
    use std::time::Duration;

    pub fn run<F: Future>(main: F) -> F::Output {
        ::toy::Executor::new().run(main)
    }

    workloads!();
    workloads!(timers);
}

pub mod tokio {
    pub use ::tokio::task::{spawn, yield_now};
    pub use ::tokio::time::sleep;
    use std::time::Duration;

    /// Main is a task of the queue, as with the others.
    pub fn run<F: Future<Output: Send + 'static> + Send + 'static>(main: F) -> F::Output {
        let mut runtime = ::tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().expect("a runtime");
        let main = runtime.block_on(async { spawn(main).await });
        main.expect("main does not panic")
    }

    workloads!();
    workloads!(timers);
}

pub mod smol {
    use std::time::Duration;

    pub use ::smol::future::yield_now;
    use ::smol::{LocalExecutor, Timer};

    thread_local! {
        static EXECUTOR: &'static LocalExecutor<'static> = Box::leak(Box::new(LocalExecutor::new()));
    }

    pub fn run<F: Future + 'static>(main: F) -> F::Output {
        EXECUTOR.with(|executor| ::smol::block_on(executor.run(spawn(main))))
    }

    pub fn spawn<T: 'static>(future: impl Future<Output = T> + 'static) -> ::smol::Task<T> {
        EXECUTOR.with(|executor| executor.spawn(future))
    }

    pub async fn sleep(duration: Duration) {
        Timer::after(duration).await;
    }

    workloads!();
    workloads!(timers);
}

pub mod local_pool {
    use std::cell::OnceCell;
    use std::time::Duration;

    use futures::executor::{LocalPool, LocalSpawner};
    use futures::future::RemoteHandle;
    use futures::task::LocalSpawnExt;

    pub use ::smol::future::yield_now;

    thread_local! {
        static SPAWNER: OnceCell<LocalSpawner> = const { OnceCell::new() };
    }

    pub fn run<F: Future + 'static>(main: F) -> F::Output {
        std::thread_local!(static POOL: std::cell::RefCell<LocalPool> = std::cell::RefCell::new(LocalPool::new()));
        POOL.with_borrow_mut(|pool| {
            SPAWNER.with(|spawner| spawner.get_or_init(|| pool.spawner()).clone());
            let main = spawn(main);
            pool.run_until(main)
        })
    }

    pub fn spawn<T: 'static>(future: impl Future<Output = T> + 'static) -> RemoteHandle<T> {
        SPAWNER.with(|spawner| {
            let spawner = spawner.get().expect("run comes first");
            spawner
                .spawn_local_with_handle(future)
                .expect("the pool lives")
        })
    }

    workloads!();
}
