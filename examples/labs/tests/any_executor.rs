//! The lab "An async library runs on any executor".

use std::pin::pin;
use std::thread;
use std::time::Duration;

use futures::executor::block_on;
use futures::poll;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;

#[test]
fn entered_runtime_lends_its_timers_to_another_executor() {
    let runtime = Runtime::new().expect("there are descriptors");
    let _entered = runtime.enter();
    block_on(sleep(Duration::from_millis(10)));
}

#[test]
fn entered_runtime_of_one_thread_watches_timers_only_while_it_is_run() {
    let runtime = Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("there are descriptors");
    let _entered = runtime.enter();
    let mut nap = pin!(sleep(Duration::from_millis(1)));
    block_on(async { assert!(poll!(&mut nap).is_pending()) });
    thread::sleep(Duration::from_millis(50));
    block_on(async { assert!(poll!(&mut nap).is_pending()) });

    let (end, ended) = oneshot::channel();
    thread::scope(|scope| {
        scope.spawn(|| runtime.block_on(ended));
        block_on(nap);
        end.send(()).expect("the runtime waits for it");
    });

    // The thread of the executor can run it, too, between two polls.
    let mut nap = pin!(sleep(Duration::from_millis(1)));
    block_on(async { assert!(poll!(&mut nap).is_pending()) });
    runtime.block_on(sleep(Duration::from_millis(2)));
    block_on(async { assert!(poll!(&mut nap).is_ready()) });
}

#[test]
fn timer_of_smol_works_on_any_executor() {
    let nap = || smol::Timer::after(Duration::from_millis(10));
    block_on(nap());
    let tokio = Builder::new_current_thread().build();
    tokio.expect("a loop").block_on(nap());
}

#[test]
fn channel_of_tokio_needs_no_runtime() {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || sender.send(3));
    assert_eq!(block_on(receiver), Ok(3));

    // Both ends of this one wait for the other.
    let (sender, mut receiver) = mpsc::channel(1);
    let sending = async move {
        for number in 0..100 {
            sender.send(number).await.expect("it is open");
        }
    };
    thread::spawn(|| smol::block_on(sending));
    for number in 0..100 {
        assert_eq!(block_on(receiver.recv()), Some(number));
    }
    assert_eq!(block_on(receiver.recv()), None);
}
