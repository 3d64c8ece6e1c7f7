// clock: real
use std::thread;

use console::run;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Sender, channel};

fn sensor(readings: &Sender<i32>) {
    match Handle::try_current() {
        Ok(runtime) => {
            let sent = runtime.block_on(readings.send(-4));
            sent.expect("the receiver waits");
        }
        Err(error) => println!("refused: {error}"),
    }
}

async fn start() {
    let (sender, readings) = channel(1);
    let thread = thread::spawn(move || sensor(&sender));
    thread.join().expect("it does not panic");
    println!("{} readings", readings.len());
}

fn main() {
    run(start());
}
