//! A task reads messages that are all there, beside another task.

// ANCHOR: listing
use console::run;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::spawn;

async fn office(mut inbox: Receiver<u32>) {
    for _ in 0..300 {
        inbox.recv().await;
    }
}

async fn clerk(inbox: Sender<u32>) {
    println!("clerk: {} messages are read", inbox.capacity());
}

async fn read_all() {
    let (sender, inbox) = channel(300);
    for number in 0..300 {
        sender.try_send(number).expect("it has room");
    }
    let tasks = [spawn(office(inbox)), spawn(clerk(sender))];
    for task in tasks {
        task.await.expect("it does not panic");
    }
}

fn main() {
    run(read_all());
}
// ANCHOR_END: listing
