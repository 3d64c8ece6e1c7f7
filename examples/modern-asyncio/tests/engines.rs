//! What the page Swapping the engine says of tokio, smol and the toy loop.

use std::cell::RefCell;
use std::future::pending;
use std::net::TcpListener;
use std::rc::Rc;
use std::time::Duration;

use crate::common::{Leaves, Log, one_thread};
use futures::channel::oneshot;
use futures::{FutureExt, join};
use smol::LocalExecutor;
use tokio::net::TcpStream;
use tokio::task::LocalSet;

const MOMENT: Duration = Duration::from_millis(1);

/// Two parties that meet in a channel, and no runtime.
async fn meeting() -> u32 {
    let (sender, receiver) = oneshot::channel();
    let (_, received) = join!(async { sender.send(3) }, receiver);
    received.expect("it was sent")
}

#[test]
fn future_without_a_leaf_of_a_runtime_runs_on_each() {
    assert_eq!(one_thread().block_on(meeting()), 3);
    assert_eq!(smol::block_on(meeting()), 3);
    assert_eq!(toy::Executor::new().run(meeting()), 3);
}

#[test]
#[should_panic = "there is no reactor running"]
fn sleep_of_tokio_panics_on_another_runtime() {
    smol::block_on(tokio::time::sleep(MOMENT));
}

#[test]
#[should_panic = "sleep needs a running loop"]
fn sleep_of_the_toy_loop_panics_on_another_runtime() {
    one_thread().block_on(toy::sleep(MOMENT));
}

#[test]
fn timer_of_smol_works_on_each() {
    one_thread().block_on(smol::Timer::after(MOMENT));
    toy::Executor::new().run(smol::Timer::after(MOMENT));
}

#[test]
fn sleep_of_tokio_works_elsewhere_while_a_runtime_is_entered() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_time()
        .build()
        .expect("the system can make one more event loop");
    let _context = runtime.enter();
    smol::block_on(async { tokio::time::sleep(MOMENT).await });
}

/// Connects a socket of tokio to a listener of this machine.
async fn connect() {
    let listener = TcpListener::bind(("127.0.0.1", 0));
    let listener = listener.expect("the system has a free port");
    let address = listener.local_addr().expect("it is bound");
    let socket = TcpStream::connect(address).await;
    let peer = socket.and_then(|it| it.peer_addr());
    assert_eq!(peer.expect("it listens"), address);
}

#[test]
#[should_panic = "there is no reactor running"]
fn socket_of_tokio_panics_on_another_runtime() {
    smol::block_on(connect());
}

#[test]
fn socket_of_tokio_works_elsewhere_while_a_runtime_is_entered() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_io()
        .build()
        .expect("the system can make one more event loop");
    let _context = runtime.enter();
    smol::block_on(connect());
}

/// Lets `run` start three tasks that yield three times each; the names of
/// their turns, in order.
fn turns(run: impl FnOnce(Rc<RefCell<String>>)) -> String {
    let seen = Rc::new(RefCell::new(String::new()));
    run(seen.clone());
    seen.take()
}

#[test]
fn yielding_tasks_run_backwards_in_every_second_round_on_tokio() {
    let seen = turns(|seen| {
        let local = LocalSet::new();
        for name in ['A', 'B', 'C'] {
            let seen = seen.clone();
            local.spawn_local(async move {
                for _ in 0..3 {
                    seen.borrow_mut().push(name);
                    tokio::task::yield_now().await;
                }
            });
        }
        one_thread().block_on(local);
    });
    assert_eq!(seen, "ABCCBAABC");
}

#[test]
fn yielding_tasks_run_in_order_on_smol() {
    let seen = turns(|seen| {
        let executor = LocalExecutor::new();
        let tasks = ['A', 'B', 'C'].map(|name| {
            let seen = seen.clone();
            executor.spawn(async move {
                for _ in 0..3 {
                    seen.borrow_mut().push(name);
                    smol::future::yield_now().await;
                }
            })
        });
        smol::block_on(executor.run(async {
            for task in tasks {
                task.await;
            }
        }));
    });
    assert_eq!(seen, "ABCABCABC");
}

#[test]
fn yielding_tasks_run_in_order_on_the_toy_loop() {
    let seen = turns(|seen| {
        toy::Executor::new().run(async {
            let tasks = ['A', 'B', 'C'].map(|name| {
                let seen = seen.clone();
                toy::spawn(async move {
                    for _ in 0..3 {
                        seen.borrow_mut().push(name);
                        toy::yield_now().await;
                    }
                })
            });
            for task in tasks {
                task.await.expect("it does not panic");
            }
        });
    });
    assert_eq!(seen, "ABCABCABC");
}

#[test]
fn task_whose_handle_is_dropped_runs_on_under_tokio() {
    one_thread().block_on(async {
        let (sender, receiver) = oneshot::channel();
        drop(tokio::spawn(async { sender.send(3) }));
        assert_eq!(receiver.await, Ok(3));
    });
}

#[test]
fn task_whose_handle_is_dropped_runs_on_under_the_toy_loop() {
    toy::Executor::new().run(async {
        let (sender, receiver) = oneshot::channel();
        drop(toy::spawn(async { sender.send(3) }));
        assert_eq!(receiver.await, Ok(3));
    });
}

#[test]
fn task_whose_handle_is_dropped_is_cancelled_under_smol() {
    let log = Log::default();
    let executor = LocalExecutor::new();
    let kit = Leaves(log.clone(), "dropped");
    drop(executor.spawn(async move {
        let _kit = kit;
        pending::<()>().await;
    }));
    while executor.try_tick() {}
    assert_eq!(log.lines(), ["dropped"]);
}

async fn panics() {
    panic!("no route");
}

#[test]
fn panic_of_a_task_is_an_error_under_tokio() {
    one_thread().block_on(async {
        let error = tokio::spawn(panics()).await;
        assert!(error.expect_err("it panics").is_panic());
    });
}

#[test]
fn panic_of_a_task_is_an_error_under_the_toy_loop() {
    toy::Executor::new().run(async {
        let error = toy::spawn(panics()).await;
        let error = error.expect_err("it panics");
        assert!(matches!(error, toy::JoinError::Panicked(_)));
    });
}

#[test]
fn panic_of_a_task_unwinds_its_awaiter_under_smol() {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(async {
        let task = executor.spawn(panics());
        let awaited = std::panic::AssertUnwindSafe(task);
        awaited.catch_unwind().await.expect_err("it panics");
    }));
}
