// clock: real
//! A job that blocks, beside tasks that do not.

// ANCHOR: listing
use std::sync::mpsc::{self, Receiver, Sender};

use console::run;
use tokio::{join, task};

fn measure(plate: u32, light: Receiver<&str>) -> String {
    light.recv().expect("the sky is watched"); // blocks its thread
    format!("plate {plate} measured")
}

async fn watch_the_sky(light: Sender<&str>) {
    for _hour in 0..3 {
        println!("the sky is watched");
        task::yield_now().await;
    }
    light.send("lamp on").expect("the plate is measured");
}

async fn night() {
    let (switch, light) = mpsc::channel();
    let measured = task::spawn_blocking(|| measure(7, light));
    let (measured, ()) = join!(measured, watch_the_sky(switch));
    println!("{}", measured.expect("measuring does not panic"));
}
// ANCHOR_END: listing

fn main() {
    run(night());
}
