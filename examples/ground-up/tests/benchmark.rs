//! What tokio can do and the finished loop cannot.

use std::pin::pin;
use std::sync::{Arc, Barrier};
use std::task::{Context, Poll, Waker};
use std::thread;

use tokio::runtime;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task;
use toy::Executor;

const MESSAGES: usize = 1_000;

fn full_channel() -> Receiver<usize> {
    let (sender, receiver) = channel(MESSAGES);
    for message in 0..MESSAGES {
        sender.try_send(message).expect("there is room");
    }
    receiver
}

/// How many messages the caller can take in this poll.
fn take_all(receiver: &mut Receiver<usize>) -> usize {
    let mut cx = Context::from_waker(Waker::noop());
    let mut taken = 0;
    while let Poll::Ready(Some(_)) = receiver.poll_recv(&mut cx) {
        taken += 1;
    }
    taken
}

fn tokio_of_one_thread() -> runtime::Runtime {
    let mut builder = runtime::Builder::new_current_thread();
    builder.build().expect("the system can make one more loop")
}

#[test]
fn tokio_lets_a_task_take_128_messages_in_one_poll() {
    tokio_of_one_thread().block_on(async {
        let mut receiver = full_channel();
        let drain = task::spawn(async move { take_all(&mut receiver) });
        assert_eq!(drain.await.expect("no panic"), 128);
    });
}

#[test]
fn our_loop_lets_a_task_take_all_messages_in_one_poll() {
    let mut receiver = full_channel();
    let taken = Executor::new().run(async { take_all(&mut receiver) });
    assert_eq!(taken, MESSAGES);
}

#[test]
fn a_handle_of_tokio_spawns_from_any_thread() {
    let runtime = tokio_of_one_thread();
    let handle = runtime.handle().clone();
    let spawner = thread::spawn(move || handle.spawn(async { 7 }));
    let task = spawner.join().expect("it spawns");
    assert_eq!(runtime.block_on(task).expect("no panic"), 7);
}

#[test]
fn two_workers_of_tokio_poll_two_tasks_at_once() {
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("the system has two threads more");
    let both_run = Arc::new(Barrier::new(2));
    let wait = |both_run: Arc<Barrier>| async move {
        both_run.wait();
    };
    let gull = runtime.spawn(wait(both_run.clone()));
    let heron = runtime.spawn(wait(both_run));
    let both = pin!(async { (gull.await, heron.await) });
    let (gull, heron) = runtime.block_on(both);
    gull.and(heron).expect("no panic");
}

#[test]
fn a_task_of_tokio_knows_its_id() {
    tokio_of_one_thread().block_on(async {
        let task = task::spawn(async { task::id() });
        let id = task.id();
        assert_eq!(task.await.expect("no panic"), id);
    });
}
