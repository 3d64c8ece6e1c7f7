use std::time::Duration;

use console::{run, say};
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn measure(station: &str, seconds: u64) -> Result<i32, String> {
    sleep(Duration::from_secs(seconds)).await;
    if station == "ridge" {
        return Err("the sensor is frozen".to_owned());
    }
    say!("{station}: measured");
    Ok(-4)
}

async fn all(
    mut group: JoinSet<Result<i32, String>>,
) -> Result<Vec<i32>, String> {
    let mut results = Vec::new();
    while let Some(ended) = group.join_next().await {
        results.push(ended.expect("no task panics")?);
    }
    Ok(results)
}

async fn start() {
    let mut group = JoinSet::new();
    group.spawn(measure("ridge", 1));
    group.spawn(measure("valley", 2));
    let results = all(group).await;
    say!("the block is left");
    match results {
        Ok(degrees) => say!("degrees: {degrees:?}"),
        Err(error) => say!("no degrees: {error}"),
    }
}

fn main() {
    run(start());
}
