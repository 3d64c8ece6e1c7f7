// clock: real
use std::thread;

use futures::channel::oneshot;
use ground_up::stages::block_on::block_on;

async fn keeper(signal: oneshot::Receiver<&str>) {
    println!("keeper: waits for the signal");
    println!("keeper: {}", signal.await.expect("a ship comes"));
}

fn main() {
    let (ship, signal) = oneshot::channel();
    thread::spawn(move || ship.send("a ship"));
    block_on(keeper(signal));
}
