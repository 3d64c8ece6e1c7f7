//! The `LocalPool` of the futures crate, which has neither timers nor sockets.

use std::cell::RefCell;

use ::smol::future::yield_now;
use futures::executor::{LocalPool, LocalSpawner};
use futures::future::RemoteHandle;
use futures::task::LocalSpawnExt;

workloads!(tasks);

thread_local! {
    static SPAWNER: RefCell<Option<LocalSpawner>> = const { RefCell::new(None) };
}

fn run<F: Future + 'static>(main: F) -> F::Output {
    let mut pool = LocalPool::new();
    SPAWNER.set(Some(pool.spawner()));
    pool.run_until(spawn(main))
}

fn spawn<T: 'static>(future: impl Future<Output = T> + 'static) -> RemoteHandle<T> {
    SPAWNER.with_borrow(|spawner| {
        let spawner = spawner.as_ref().expect("run comes first");
        spawner.spawn_local_with_handle(future).expect("the pool lives")
    })
}
