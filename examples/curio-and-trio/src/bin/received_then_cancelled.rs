use async_channel::{Receiver, bounded};
use console::say;
use curio_and_trio::{Error, run, sleep};
use toy::scope::{CancelScope, checkpoint, open_nursery};

async fn print_page(
    scope: CancelScope,
    pages: Receiver<&str>,
) -> Result<(), Error> {
    let printed = scope.enter(async {
        let page = checkpoint(pages.recv()).await?;
        let page = page.expect("the sender sends before it goes");
        say!("received: {page}");
        sleep(1).await?;
        say!("printed: {page}");
        Ok::<_, Error>(())
    });
    printed.await?;
    say!("the printer stops");
    Ok(())
}

async fn start() -> Result<(), Vec<Error>> {
    let (sender, pages) = bounded(1);
    let scope = CancelScope::new();
    open_nursery(async move |nursery| {
        nursery.start_soon(print_page(scope.clone(), pages));
        sleep(1).await?;
        sender.try_send("letter").expect("there is room");
        scope.cancel();
        Ok(())
    })
    .await?;
    Ok(())
}

fn main() -> Result<(), Vec<Error>> {
    run(start())
}
