// clock: real
//! Channels of tokio and of async-channel, between the book's own loop
//! and a thread that runs none.

use std::rc::Rc;
use std::thread;

use tokio::sync::{Notify, mpsc, oneshot};
use toy::{Executor, spawn};

// ANCHOR: listing
struct Sighting {
    ferry: &'static str,
    berth: oneshot::Sender<usize>,
}

fn keeper(sightings: &mpsc::Sender<Sighting>) {
    for ferry in ["Gull", "Heron"] {
        let (berth, answer) = oneshot::channel();
        let sighting = Sighting { ferry, berth };
        assert!(sightings.blocking_send(sighting).is_ok());
        let berth = answer.blocking_recv().expect("a berth");
        println!("keeper: {ferry} lies in berth {berth}");
    }
}

async fn pilot(orders: async_channel::Receiver<Sighting>) {
    let mut free = 1..;
    while let Ok(order) = orders.recv().await {
        println!("pilot: leads {} in", order.ferry);
        let berth = free.next().expect("no end of berths");
        order.berth.send(berth).expect("the keeper waits");
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
        println!("harbour master: {} in sight", sighting.ferry);
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
