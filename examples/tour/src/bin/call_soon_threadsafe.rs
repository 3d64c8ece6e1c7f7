// clock: real
//! A thread tells a task.

// ANCHOR: listing
use std::thread;

use tokio::sync::oneshot;

fn watch_sky(clouded: oneshot::Sender<&str>) {
    println!("sensor: cirrus in the west");
    clouded.send("cirrus").expect("the dome waits");
}

fn main() {
    console::run(async {
        let (cirrus, clouded) = oneshot::channel();
        let sensor = thread::spawn(move || watch_sky(cirrus));
        let clouds = clouded.await.expect("the sensor sends");
        println!("dome: closes for {clouds}");
        sensor.join().expect("the sensor does not panic");
    });
}
// ANCHOR_END: listing
