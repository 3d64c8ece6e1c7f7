// clock: real
//! A timeout ends the wait for a job, and not the job.

// ANCHOR: listing
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use console::run;
use tokio::{task, time::timeout};

fn measure(plate: u32, light: Receiver<()>) {
    light.recv().expect("the light is turned on"); // or for ever
    println!("job: plate {plate} measured");
}

async fn night() {
    let (switch, light) = mpsc::channel();
    let job = task::spawn_blocking(move || measure(7, light));
    if timeout(Duration::from_millis(500), job).await.is_err() {
        println!("main: time is over");
    }
    switch.send(()).expect("the job still waits");
}
// ANCHOR_END: listing

fn main() {
    run(night());
}
