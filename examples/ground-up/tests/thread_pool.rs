//! What the page A thread pool that wakes the loop says of a queue.

use std::sync::mpsc;

use futures::poll;
use toy::{Executor, Pool};

#[test]
fn job_in_the_queue_runs_though_its_future_is_dropped() {
    Executor::new().run(async {
        let pool = Pool::new(1);
        let (open, gate) = mpsc::channel::<()>();
        let (say, hear) = mpsc::channel();
        let mut first = Box::pin(pool.run(move || gate.recv()));
        let mut second = Box::pin(pool.run(move || say.send("done")));
        assert!(poll!(&mut first).is_pending());
        assert!(poll!(&mut second).is_pending());
        drop(second);
        open.send(()).expect("the first job listens");
        assert_eq!(first.await, Ok(()));
        assert_eq!(hear.recv(), Ok("done"));
    });
}
