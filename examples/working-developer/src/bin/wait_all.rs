//! Waits for all, failed or not.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task::JoinSet, time::sleep};

type Dispatch = Result<&'static str, &'static str>;

async fn report(
    name: &'static str,
    seconds: u64,
    story: Option<&'static str>,
) -> (&'static str, Dispatch) {
    sleep(Duration::from_secs(seconds)).await;
    (name, story.ok_or("the line is dead"))
}

async fn editor() {
    let mut reporters = JoinSet::new();
    reporters.spawn(report("Ada", 3, Some("flood")));
    reporters.spawn(report("Ben", 1, None));
    reporters.spawn(report("Cleo", 2, Some("strike")));
    while let Some(ended) = reporters.join_next().await {
        let (name, dispatch) = ended.expect("no reporter panics");
        match dispatch {
            Ok(story) => say!("{name}: {story}"),
            Err(error) => say!("{name}: {error}"),
        }
    }
    say!("editor: all are back");
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
