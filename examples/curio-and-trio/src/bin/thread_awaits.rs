// clock: real
use console::run;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::{JoinError, spawn_blocking};

fn sensor(readings: &Sender<i32>) -> &'static str {
    let runtime = Handle::current();
    for degrees in [-4, -5] {
        let sent = runtime.block_on(readings.send(degrees));
        sent.expect("the receiver waits");
    }
    "the sensor is done"
}

async fn start() -> Result<(), JoinError> {
    let (sender, mut readings) = channel(1);
    let thread = spawn_blocking(move || sensor(&sender));
    while let Some(degrees) = readings.recv().await {
        println!("{degrees} degrees");
    }
    println!("{}", thread.await?);
    Ok(())
}

fn main() -> Result<(), JoinError> {
    run(start())
}
