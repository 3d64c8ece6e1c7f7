//! The lab "An async library runs on any executor".

use std::pin::pin;
use std::thread;
use std::time::Duration;

use futures::executor::block_on;
use futures::poll;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::time::sleep;

#[test]
fn entered_runtime_lends_its_timers_to_another_executor() {
    let runtime = Runtime::new().expect("there are descriptors");
    let _entered = runtime.enter();
    block_on(sleep(Duration::from_millis(10)));
}

#[test]
fn entered_runtime_of_one_thread_watches_no_timer() {
    let runtime = Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("there are descriptors");
    let _entered = runtime.enter();
    let mut nap = pin!(sleep(Duration::from_millis(1)));
    block_on(async { assert!(poll!(&mut nap).is_pending()) });
    thread::sleep(Duration::from_millis(50));
    block_on(async { assert!(poll!(&mut nap).is_pending()) });
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
}
