// clock: real
use std::thread;

use console::run;
use tokio::sync::mpsc::{Sender, channel};

fn sensor(readings: &Sender<i32>) {
    for degrees in [-4, -5] {
        readings.blocking_send(degrees).expect("the receiver waits");
    }
}

async fn start() {
    let (sender, mut readings) = channel(1);
    let thread = thread::spawn(move || sensor(&sender));
    while let Some(degrees) = readings.recv().await {
        println!("{degrees} degrees");
    }
    thread.join().expect("it does not panic");
    println!("the sensor is done");
}

fn main() {
    run(start());
}
