use std::future::poll_fn;
use std::mem;
use std::sync::mpsc::{self, Sender};
use std::task::{Poll, Waker};
use std::thread;

use ground_up::stages::mailbox::{Executor, spawn, yield_now};

// ANCHOR: listing
async fn ferry(name: &str, wakers: Sender<Waker>) {
    let mut waits = true;
    poll_fn(|cx| {
        if mem::take(&mut waits) {
            let waker = cx.waker().clone();
            wakers.send(waker).expect("main receives");
            return Poll::Pending;
        }
        Poll::Ready(())
    })
    .await;
    println!("{name} goes on");
}

fn main() {
    Executor::new().run(async {
        let (leave, wakers) = mpsc::channel();
        let gull = spawn(ferry("Gull", leave.clone()));
        let heron = spawn(ferry("Heron", leave));
        yield_now().await;
        let next = || wakers.recv().expect("both wait");
        let (wake_gull, wake_heron) = (next(), next());
        let other = thread::spawn(move || wake_gull.wake());
        other.join().expect("no panic");
        println!("a thread has woken Gull");
        wake_heron.wake();
        println!("main has woken Heron");
        gull.await.expect("no panic");
        heron.await.expect("no panic");
    });
}
// ANCHOR_END: listing
