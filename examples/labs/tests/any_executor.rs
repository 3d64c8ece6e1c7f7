//! The lab "An async library runs on any executor".

use std::time::Duration;

use futures::executor::block_on;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::time::sleep;

#[test]
fn entered_runtime_lends_its_timers_to_another_executor() {
    let runtime = Runtime::new().expect("there are descriptors");
    let _entered = runtime.enter();
    block_on(sleep(Duration::from_millis(10)));
}

#[test]
fn channel_of_tokio_needs_no_runtime() {
    let (sender, receiver) = oneshot::channel();
    std::thread::spawn(move || sender.send(3));
    assert_eq!(block_on(receiver), Ok(3));
}
