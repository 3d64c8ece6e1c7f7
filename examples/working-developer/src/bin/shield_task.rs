//! Who waits is cancelled, and what it waits for goes on.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use futures::{FutureExt, future::Shared};
use tokio::{task, time::sleep};

struct AtEnd(&'static str);

impl Drop for AtEnd {
    fn drop(&mut self) {
        say!("{}", self.0);
    }
}

async fn press() {
    let _off = AtEnd("press: stops");
    say!("press: starts");
    sleep(Duration::from_secs(3)).await;
    say!("press: 5000 copies");
}

async fn night_desk(copies: Shared<impl Future<Output = ()>>) {
    let _home = AtEnd("night desk: goes home");
    copies.await;
    say!("night desk: sends the copies out");
}

async fn editor() {
    let copies = task::spawn(press()).map(drop).shared();
    let desk = task::spawn(night_desk(copies.clone()));
    sleep(Duration::from_secs(1)).await;
    desk.abort();
    desk.await.expect_err("the desk is empty");
    say!("editor: waits for the press");
    copies.await;
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
