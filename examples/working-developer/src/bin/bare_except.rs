//! Cancelling is no error that a reporter could take for another one.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};

async fn call(source: &str) -> Result<(), &'static str> {
    sleep(Duration::from_secs(2)).await;
    match source {
        "mayor" => Err("the line is busy"),
        _ => Ok(()),
    }
}

async fn chase(reporter: &str) {
    for source in ["mayor", "police", "witness"] {
        if call(source).await.is_err() {
            say!("{reporter}: no comment from the {source}");
        }
    }
    say!("{reporter}: has asked everybody");
}

async fn editor() {
    let reporters = ["Ada", "Ben"].map(|name| task::spawn(chase(name)));
    sleep(Duration::from_secs(3)).await;
    for task in &reporters {
        task.abort();
    }
    say!("editor: stop, the story is dead");
    for task in reporters {
        task.await.expect_err("nobody has asked everybody");
    }
    say!("editor: both are back");
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
