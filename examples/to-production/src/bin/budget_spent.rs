//! What a task is told when its budget is spent and a message is there.

// ANCHOR: listing
use std::future::ready;

use console::run;
use futures::FutureExt;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::spawn;

async fn after_128() -> UnboundedReceiver<u32> {
    let (sender, mut inbox) = unbounded_channel();
    (1..=200).for_each(|it| sender.send(it).expect("it is open"));
    for _ in 0..128 {
        inbox.recv().await;
    }
    inbox
}

async fn ask() {
    let mut inbox = after_128().await;
    println!("now_or_never: {:?}", inbox.recv().now_or_never());
    println!("try_recv: {:?}", inbox.try_recv().ok());
    let next = futures::select_biased! {
        next = inbox.recv().fuse() => next,
        () = ready(()).fuse() => None,
    };
    println!("select of futures: {next:?}");
    let next = tokio::select! {
        biased;
        next = inbox.recv() => next,
        () = ready(()) => None,
    };
    println!("select of tokio: {next:?}");
}

fn main() {
    run(async { spawn(ask()).await.expect("it does not panic") });
}
// ANCHOR_END: listing
