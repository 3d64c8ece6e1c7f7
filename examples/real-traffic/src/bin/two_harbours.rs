// clock: real
//! A promise that one loop makes and another waits for.

// ANCHOR: listing
use std::thread;

use futures::channel::oneshot;
use tokio::runtime::Runtime;
use toy::Executor;

async fn promise(berth: oneshot::Sender<u32>) {
    berth.send(4).expect("south waits for it");
}

async fn wait_for(berth: oneshot::Receiver<u32>) {
    match berth.await {
        Ok(number) => println!("south: berth {number}"),
        Err(gone) => println!("south: {gone}"),
    }
}

fn main() {
    let (sender, berth) = oneshot::channel();
    let north = thread::spawn(|| {
        let tokio = Runtime::new().expect("one more loop");
        tokio.block_on(promise(sender));
    });
    let south = Executor::new();
    south.run(wait_for(berth));
    north.join().expect("promise does not panic");
}
// ANCHOR_END: listing
