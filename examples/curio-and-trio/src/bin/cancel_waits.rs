use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

struct File(&'static str);

impl Drop for File {
    fn drop(&mut self) {
        say!("{}: the file is closed", self.0);
    }
}

async fn record(station: &'static str) {
    let _file = File(station);
    sleep(Duration::from_secs(10)).await;
}

async fn start() {
    let task = tokio::spawn(record("ridge"));
    sleep(Duration::from_secs(2)).await;
    task.abort();
    let ended = task.await;
    assert!(ended.is_err_and(|error| error.is_cancelled()));
    say!("cancelled");
}

fn main() {
    run(start());
}
