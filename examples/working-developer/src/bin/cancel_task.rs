//! A task is cancelled before its first line, and one at its `await`.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

struct Kit(&'static str);

impl Drop for Kit {
    fn drop(&mut self) {
        say!("{}: packs up", self.0);
    }
}

async fn report(reporter: &'static str) {
    say!("{reporter}: sets out");
    let _kit = Kit(reporter);
    sleep(Duration::from_secs(5)).await;
    say!("{reporter}: files the story");
}

async fn editor() {
    let ada = task::spawn(report("Ada"));
    sleep(Duration::from_secs(1)).await;
    let ben = task::spawn(report("Ben"));
    ada.abort();
    ben.abort();
    say!("editor: calls them back");
    for (name, task) in [("Ada", ada), ("Ben", ben)] {
        let error = task.await.expect_err("nobody files a story");
        if error.is_cancelled() {
            say!("editor: {name} is off the story");
        }
    }
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
