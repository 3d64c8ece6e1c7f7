//! The work, one and the same source text for each peer: tokio asks that futures be `Send` and the
//! others do not, so that no one generic function fits all.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The CPU time of this thread.
pub fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

macro_rules! workloads {
    ($($part:ident),*) => {
        $(crate::workloads::$part!();)*
    };
}

/// For loops that can spawn and yield.
macro_rules! tasks {
    () => {
        use crate::figures::{Outcome, each};
        use std::sync::{Arc, Mutex};
        use std::task::{Poll as Polled, Waker};
        use std::time::Instant;

        /// Tasks or messages of one workload.
        const MANY: usize = 100_000;

        pub fn spawn_all() -> Outcome {
            run(async {
                let start = Instant::now();
                let tasks: Vec<_> = (0..MANY).map(|n| spawn(async move { n })).collect();
                for task in tasks {
                    let _ = task.await;
                }
                each(MANY, start.elapsed())
            })
        }

        pub fn spawn_one_by_one() -> Outcome {
            run(async {
                let start = Instant::now();
                for n in 0..MANY {
                    let _ = spawn(async move { n }).await;
                }
                each(MANY, start.elapsed())
            })
        }

        pub fn yields(tasks: usize) -> Outcome {
            run(async move {
                let start = Instant::now();
                let task = || async move {
                    for _ in 0..MANY / tasks {
                        yield_now().await;
                    }
                };
                let tasks: Vec<_> = (0..tasks).map(|_| spawn(task())).collect();
                for task in tasks {
                    let _ = task.await;
                }
                each(MANY, start.elapsed())
            })
        }

        pub fn channel() -> Outcome {
            run(async {
                let start = Instant::now();
                let (sender, mut receiver) = ::tokio::sync::mpsc::channel(100);
                let producer = spawn(async move {
                    for n in 0..MANY {
                        sender.send(n).await.expect("the receiver waits");
                    }
                });
                while receiver.recv().await.is_some() {}
                let _ = producer.await;
                each(MANY, start.elapsed())
            })
        }

        pub fn oneshot() -> Outcome {
            run(async {
                let start = Instant::now();
                for n in 0..MANY {
                    let (sender, receiver) = ::tokio::sync::oneshot::channel();
                    let task = spawn(async move { sender.send(n) });
                    receiver.await.expect("the task sends");
                    let _ = task.await;
                }
                each(MANY, start.elapsed())
            })
        }

        /// Tasks that are parked until this is over, and their wakers.
        async fn park(count: usize) -> (Vec<impl Sized>, Vec<Waker>) {
            let wakers: Arc<Mutex<Vec<Waker>>> = Arc::default();
            let sleeper = || {
                let wakers = wakers.clone();
                let mut registered = false;
                std::future::poll_fn(move |cx| {
                    if !std::mem::replace(&mut registered, true) {
                        wakers.lock().expect("one thread").push(cx.waker().clone());
                    }
                    Polled::<()>::Pending
                })
            };
            let tasks: Vec<_> = (0..count).map(|_| spawn(sleeper())).collect();
            while wakers.lock().expect("one thread").len() < count {
                yield_now().await;
            }
            let wakers = std::mem::take(&mut *wakers.lock().expect("one thread"));
            (tasks, wakers)
        }

        pub fn wake_among() -> Outcome {
            growth(|count| {
                run(async move {
                    let (tasks, wakers) = park(count).await;
                    let start = Instant::now();
                    for waker in wakers.iter().cycle().take(MANY) {
                        waker.wake_by_ref();
                        yield_now().await;
                    }
                    let figure = each(MANY, start.elapsed());
                    drop(tasks);
                    figure
                })
            })
        }

        pub fn spawn_beside() -> Outcome {
            growth(|count| {
                run(async move {
                    let (tasks, _wakers) = park(count).await;
                    let start = Instant::now();
                    for n in 0..MANY {
                        let _ = spawn(async move { n }).await;
                    }
                    let figure = each(MANY, start.elapsed());
                    drop(tasks);
                    figure
                })
            })
        }

        /// The figure at a thousand tasks, at a million, and their ratio.
        fn growth(measure: impl Fn(usize) -> Outcome) -> Outcome {
            let (few, many) = (measure(1_000)?[0], measure(1_000_000)?[0]);
            Ok(vec![few, many, many / few])
        }
    };
}

/// For those that can sleep as well.
macro_rules! timers {
    () => {
        use crate::sleepers::{SLEEPERS, all_asleep, count_me, resident};

        pub fn timer_dropped() -> Outcome {
            run(async {
                let start = Instant::now();
                for _ in 0..MANY {
                    let mut sleep = Box::pin(sleep(std::time::Duration::from_secs(60)));
                    std::future::poll_fn(|cx| {
                        assert!(sleep.as_mut().poll(cx).is_pending());
                        Polled::Ready(())
                    })
                    .await;
                }
                each(MANY, start.elapsed())
            })
        }

        /// Deadlines in each of the next thousand microseconds.
        pub fn sleep_fired() -> Outcome {
            run(async {
                let start = Instant::now();
                let sleeps = |n| sleep(std::time::Duration::from_micros(n as u64 % 1000));
                let tasks: Vec<_> = (0..MANY).map(|n| spawn(sleeps(n))).collect();
                for task in tasks {
                    let _ = task.await;
                }
                each(MANY, start.elapsed())
            })
        }

        /// The bytes that so many sleeping tasks take.
        pub fn sleepers() -> usize {
            run(async {
                let before = resident();
                for _ in 0..SLEEPERS {
                    detach(spawn(async {
                        count_me();
                        sleep(std::time::Duration::from_secs(3600)).await;
                    }));
                }
                while !all_asleep() {
                    yield_now().await;
                }
                resident() - before
            })
        }
    };
}

/// For those that have sockets as well.
macro_rules! sockets {
    () => {
        use crate::client;
        use crate::workloads::cpu_time;
        use std::net::TcpListener as StdTcpListener;
        use std::thread;

        /// A request is 64 bytes. The server keeps its connections until all is answered.
        pub fn echo(connections: usize, rounds: usize) -> Outcome {
            client::make_room(connections)?;
            let listener = StdTcpListener::bind("127.0.0.1:0").expect("a free port");
            let server = listener.local_addr().expect("it is bound");
            let client =
                thread::spawn(move || client::converse(server, connections, rounds, &[7; 64]));
            let cpu = run(async move {
                let accept = |_| listener.accept().expect("the client connects").0;
                let accepted: Vec<_> = (0..connections).map(accept).collect();
                let start = cpu_time();
                let answer = |accepted: std::net::TcpStream| async move {
                    accepted.set_nodelay(true)?;
                    let mut socket = socket(accepted)?;
                    let mut buffer = [0; 4096];
                    for _ in 0..rounds {
                        let length = read(&mut socket, &mut buffer).await?;
                        let sent = write(&mut socket, &buffer[..length]).await?;
                        assert_eq!((length, sent), (64, 64), "short messages come whole");
                    }
                    Ok::<_, std::io::Error>(socket)
                };
                let tasks: Vec<_> = accepted
                    .into_iter()
                    .map(|each| spawn(answer(each)))
                    .collect();
                let mut open = Vec::new();
                for task in tasks {
                    open.push(task.await);
                }
                cpu_time() - start
            });
            let (requests, time) = client.join().map_err(|_| "the client panicked")??;
            Ok(vec![
                requests as f64 / time.as_secs_f64(),
                each(requests, cpu)?[0],
            ])
        }
    };
}

/// For those with adapters for hyper.
macro_rules! http {
    () => {
        /// Serves HTTP/1 until the client has had enough.
        pub fn http(client: fn(std::net::SocketAddr) -> client::Answered) -> Outcome {
            let listener = StdTcpListener::bind("127.0.0.1:0").expect("a free port");
            let server = listener.local_addr().expect("it is bound");
            let (stop, stopped) = ::tokio::sync::oneshot::channel();
            let client = thread::spawn(move || {
                let answered = client(server);
                let _ = stop.send(());
                answered
            });
            let cpu = run(async move {
                let start = cpu_time();
                futures::future::select(std::pin::pin!(serve(listener)), stopped).await;
                cpu_time() - start
            });
            let (requests, time) = client.join().map_err(|_| "the client panicked")??;
            Ok(vec![
                requests as f64 / time.as_secs_f64(),
                each(requests, cpu)?[0],
            ])
        }
    };
}

pub(crate) use {http, sockets, tasks, timers, workloads};
