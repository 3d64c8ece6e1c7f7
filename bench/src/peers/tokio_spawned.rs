//! tokio with its main in a task of the queue, as with the others.

use ::tokio::task::{spawn, yield_now};

workloads!(tasks);

fn run<F: Future<Output: Send + 'static> + Send + 'static>(main: F) -> F::Output {
    let main = super::tokio::run(async { spawn(main).await });
    main.expect("main does not panic")
}
