// ANCHOR: listing
use std::future::poll_fn;
use std::task::{Poll, Waker};

use ground_up::stages::slots::{Executor, spawn};

async fn own_waker() -> Waker {
    poll_fn(|cx| Poll::Ready(cx.waker().clone())).await
}

async fn own_address() -> *const () {
    own_waker().await.data()
}

fn main() {
    Executor::new().run(async {
        let gull = spawn(own_address()).await.expect("no panic");
        let heron = spawn(own_address()).await.expect("no panic");
        println!("Heron has Gull's address: {}", heron == gull);
        let tern = spawn(own_waker()).await.expect("no panic");
        println!("Tern has it, too: {}", tern.data() == gull);
        let petrel = spawn(own_address()).await.expect("no panic");
        println!("Petrel has it, too: {}", petrel == gull);
        drop(tern);
    });
}
// ANCHOR_END: listing
