use console::say;
use curio_and_trio::{Error, run, sleep};
use toy::scope::open_nursery;

async fn near() -> Result<(), Error> {
    sleep(1).await?;
    Err(Error::Failed("disk full"))
}

async fn far() -> Result<(), Error> {
    match sleep(3).await {
        Ok(()) => Ok(()),
        Err(_) => Err(Error::Failed("half a copy is left")),
    }
}

async fn start() {
    let saved = open_nursery(async |nursery| {
        nursery.start_soon(near());
        nursery.start_soon(far());
        Ok(())
    });
    if let Err(errors) = saved.await {
        for error in errors {
            say!("{error}");
        }
    }
}

fn main() {
    run(start());
}
