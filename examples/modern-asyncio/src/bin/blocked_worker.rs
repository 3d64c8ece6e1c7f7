//! An idle worker takes the task of a blocked one.

// clock: real

// ANCHOR: listing
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use tokio::{runtime, spawn};

async fn child(answers: Sender<&'static str>) {
    answers.send("an answer").expect("the parent waits");
}

async fn blocks() {
    let (sender, answers) = channel();
    let first = spawn(child(sender.clone()));
    let second = spawn(child(sender));
    match answers.recv_timeout(Duration::from_secs(10)) {
        Ok(answer) => println!("parent: {answer}"),
        Err(_) => println!("parent: no answer"),
    }
    first.await.expect("no panic");
    second.await.expect("no panic");
}

fn main() {
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("the system can start two threads");
    let parent = runtime.spawn(blocks());
    runtime.block_on(parent).expect("no panic");
}
// ANCHOR_END: listing
