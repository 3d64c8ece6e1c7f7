// clock: real
//! Channels of tokio and of async-channel, between the book's own loop
//! and a thread that runs none.

use std::rc::Rc;
use std::thread;

use tokio::sync::{Notify, mpsc, oneshot};
use toy::{Executor, spawn};

// ANCHOR: listing
type Sighting = (&'static str, oneshot::Sender<usize>);

fn keeper(sightings: &mpsc::Sender<Sighting>) {
    for ferry in ["Gull", "Heron"] {
        let (sender, answer) = oneshot::channel();
        let sent = sightings.blocking_send((ferry, sender));
        sent.expect("the harbour master listens");
        let berth = answer.blocking_recv().expect("a berth");
        println!("keeper: {ferry} lies in berth {berth}");
    }
}

async fn pilot(orders: async_channel::Receiver<Sighting>) {
    let mut free = 1..;
    while let Ok((ferry, answer)) = orders.recv().await {
        println!("pilot: leads {ferry} in");
        let berth = free.next().expect("no end of berths");
        answer.send(berth).expect("the keeper waits");
    }
}

async fn harbour_master() {
    let (sender, mut sightings) = mpsc::channel(1);
    let (order, orders) = async_channel::bounded(1);
    let home = Rc::new(Notify::new());
    let bell = home.clone();
    spawn(async move {
        pilot(orders).await;
        bell.notify_one();
    });
    let lighthouse = thread::spawn(move || keeper(&sender));
    while let Some(sighting) = sightings.recv().await {
        println!("harbour master: {} in sight", sighting.0);
        order.send(sighting).await.expect("the pilot listens");
    }
    drop(order);
    home.notified().await;
    println!("harbour master: the pilot is home");
    lighthouse.join().expect("the keeper does not panic");
}
// ANCHOR_END: listing

fn main() {
    Executor::new().run(harbour_master());
}
