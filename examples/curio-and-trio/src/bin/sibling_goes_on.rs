use std::time::Duration;

use console::say;
use curio_and_trio::run;
use futures::future::try_join;
use toy::{sleep, spawn};

type Copied = Result<(), &'static str>;

async fn copy(host: &str, seconds: u64, outcome: Copied) -> Copied {
    sleep(Duration::from_secs(seconds)).await;
    outcome?;
    say!("{host}: copied");
    Ok(())
}

async fn save() -> Copied {
    let near = spawn(copy("near", 1, Err("disk full")));
    let far = spawn(copy("far", 3, Ok(())));
    let near = async { near.await.expect("not aborted") };
    let far = async { far.await.expect("not aborted") };
    try_join(near, far).await?;
    Ok(())
}

async fn start() {
    if let Err(error) = save().await {
        say!("save has failed: {error}");
    }
    sleep(Duration::from_secs(4)).await;
    say!("main ends");
}

fn main() {
    run(start());
}
