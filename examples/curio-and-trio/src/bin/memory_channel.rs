use async_channel::{Receiver, bounded};
use console::say;
use curio_and_trio::{Error, run, sleep};
use toy::scope::{checkpoint, open_nursery};

async fn print_pages(
    printer: &str,
    warm_up: u64,
    pages: Receiver<u32>,
) -> Result<(), Error> {
    sleep(warm_up).await?;
    while let Ok(page) = checkpoint(pages.recv()).await? {
        sleep(2).await?;
        say!("{printer}: page {page}");
    }
    say!("{printer}: ends");
    Ok(())
}

async fn start() -> Result<(), Vec<Error>> {
    let (sender, pages) = bounded(3);
    open_nursery(async move |nursery| {
        nursery.start_soon(print_pages("left", 1, pages.clone()));
        nursery.start_soon(print_pages("right", 2, pages));
        for page in [1, 2, 3] {
            let sent = checkpoint(sender.send(page)).await?;
            sent.expect("the printers receive");
        }
        Ok(())
    })
    .await?;
    Ok(())
}

fn main() -> Result<(), Vec<Error>> {
    run(start())
}
