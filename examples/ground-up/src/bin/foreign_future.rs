// clock: real
use std::{panic, thread};

use futures::channel::oneshot;
use how_await_works::stages::traps::{run, spawn};

// ANCHOR: listing
async fn keeper(signal: oneshot::Receiver<&str>) {
    println!("keeper: waits for the signal");
    println!("keeper: {}", signal.await.expect("a ship comes"));
}

fn main() {
    print_only_the_message_of_a_panic();
    let (ship, signal) = oneshot::channel();
    let (seen, looking) = std::sync::mpsc::channel::<()>();
    thread::spawn(move || looking.recv().map(|()| ship.send("a ship")));
    spawn(keeper(signal));
    run();
    seen.send(()).expect("the thread looks");
}
// ANCHOR_END: listing

fn print_only_the_message_of_a_panic() {
    panic::set_hook(Box::new(|panic| {
        if let Some(message) = panic.payload().downcast_ref::<&str>() {
            println!("loop: {message}");
        }
    }));
}
