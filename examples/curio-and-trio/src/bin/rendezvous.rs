use async_channel::{Receiver, bounded};
use console::say;
use curio_and_trio::{Error, run, sleep};
use toy::scope::{checkpoint, open_nursery};

async fn print_page(pages: Receiver<&str>) -> Result<(), Error> {
    sleep(2).await?;
    let page = checkpoint(pages.recv()).await?;
    sleep(1).await?;
    let page = page.expect("the sender sends before it goes");
    say!("printed: {page}");
    Ok(())
}

async fn start() -> Result<(), Vec<Error>> {
    // bounded(0) would panic.
    let (sender, pages) = bounded(1);
    open_nursery(async move |nursery| {
        nursery.start_soon(print_page(pages));
        let sent = checkpoint(sender.send("letter")).await?;
        sent.expect("the printer receives");
        say!("sent");
        Ok(())
    })
    .await?;
    Ok(())
}

fn main() -> Result<(), Vec<Error>> {
    run(start())
}
