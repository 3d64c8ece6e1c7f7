//! A task whose handle is dropped goes on.

// ANCHOR: listing
use std::{future::pending, time::Duration};

use console::{run, say};
use tokio::{task, time::sleep};

struct Phone(&'static str);

impl Drop for Phone {
    fn drop(&mut self) {
        println!("{}: is off the line", self.0);
    }
}

async fn listen(name: &'static str) {
    let _phone = Phone(name);
    pending().await
}

async fn editor() {
    let kept = [task::spawn(listen("Ada"))];
    drop(task::spawn(listen("Ben")));
    sleep(Duration::from_secs(2)).await;
    say!("editor: goes home, {} kept", kept.len());
}

fn main() {
    run(editor());
}
// ANCHOR_END: listing
