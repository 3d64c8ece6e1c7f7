//! Two children wait for one future, and one of them is aborted.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::future::{FutureExt, Shared};
use tokio::{task::JoinSet, time::sleep};

struct Page(&'static str);

impl Drop for Page {
    fn drop(&mut self) {
        say!("{}: ends", self.0);
    }
}

async fn load() -> &'static str {
    sleep(Duration::from_secs(2)).await;
    "in French"
}

async fn page(
    name: &'static str,
    settings: Shared<impl Future<Output = &'static str>>,
) {
    let _page = Page(name);
    say!("{name}: is shown {}", settings.await);
}

async fn site() {
    let (mut group, settings) = (JoinSet::new(), load().shared());
    let home = group.spawn(page("home", settings.clone()));
    group.spawn(page("help", settings));
    sleep(Duration::from_secs(1)).await;
    home.abort();
    while group.join_next().await.is_some() {}
    say!("site: the block has ended");
}

fn main() {
    run(site());
}
// ANCHOR_END: listing
