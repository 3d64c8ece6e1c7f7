use std::time::Duration;

use async_channel::{Receiver, RecvError, bounded};
use console::say;
use curio_and_trio::run;
use futures::future::join;
use toy::{sleep, timeout};

type Page = Option<u32>;

async fn print_pages(
    printer: &str,
    warm_up: u64,
    pages: Receiver<Page>,
) -> Result<(), RecvError> {
    sleep(Duration::from_secs(warm_up)).await;
    while let Some(page) = pages.recv().await? {
        sleep(Duration::from_secs(2)).await;
        say!("{printer}: page {page}");
    }
    say!("{printer}: ends");
    Ok(())
}

async fn start() {
    let (sender, pages) = bounded(4);
    for page in [Some(1), Some(2), Some(3), None] {
        sender.send(page).await.expect("there is a receiver");
    }
    let left = print_pages("left", 1, pages.clone());
    let right = print_pages("right", 2, pages);
    let limit = Duration::from_secs(60);
    if timeout(limit, join(left, right)).await.is_err() {
        say!("a printer still waits");
    }
}

fn main() {
    run(start());
}
