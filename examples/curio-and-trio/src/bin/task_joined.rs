use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn measure(station: &str, seconds: u64) -> Result<i32, String> {
    sleep(Duration::from_secs(seconds)).await;
    if station == "ridge" {
        return Err("the sensor is frozen".to_owned());
    }
    Ok(-4)
}

async fn start() -> Result<(), tokio::task::JoinError> {
    let valley = tokio::spawn(measure("valley", 2));
    let ridge = tokio::spawn(measure("ridge", 1));
    if let Ok(degrees) = valley.await? {
        say!("valley: {degrees} degrees");
    }
    if let Err(error) = ridge.await? {
        say!("ridge: {error}");
    }
    Ok(())
}

fn main() -> Result<(), tokio::task::JoinError> {
    run(start())
}
