// clock: real
//! A waker of the stage block_on is called from another thread.

// ANCHOR: listing
use std::thread;

use futures::channel::oneshot;
use ground_up::stages::block_on::block_on;

async fn ferry() {
    let (sound, horn) = oneshot::channel();
    println!("Gull: listens in the fog");
    let lighthouse = thread::spawn(move || {
        println!("lighthouse: sounds the horn");
        sound.send(3)
    });
    let blasts = horn.await.expect("the lighthouse sounds it");
    println!("Gull: hears {blasts} blasts");
    let sent = lighthouse.join().expect("no panic");
    sent.expect("the Gull listens");
}

fn main() {
    block_on(ferry());
}
// ANCHOR_END: listing
