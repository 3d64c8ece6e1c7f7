use std::time::Duration;

use console::{run, say};
use tokio::task::JoinSet;
use tokio::time::sleep;

type File = Option<&'static str>;

struct Line(&'static str);

impl Drop for Line {
    fn drop(&mut self) {
        say!("{}: hangs up", self.0);
    }
}

async fn ask(mirror: &'static str, seconds: u64, file: File) -> File {
    let _line = Line(mirror);
    sleep(Duration::from_secs(seconds)).await;
    file
}

async fn any(group: &mut JoinSet<File>) -> File {
    let ended = group.join_next().await?;
    ended.expect("no task panics")
}

async fn start() {
    let mut group = JoinSet::new();
    group.spawn(ask("near", 1, None));
    group.spawn(ask("far", 2, Some("map.png")));
    group.spawn(ask("slow", 3, Some("map.png")));
    let file = any(&mut group).await;
    group.shutdown().await;
    say!("found {}", file.unwrap_or("nothing"));
}

fn main() {
    run(start());
}
