use console::say;
use curio_and_trio::{Error, run, sleep};
use toy::scope::{Nursery, open_nursery};

async fn answer(caller: &str) -> Result<(), Error> {
    sleep(5).await?;
    say!("{caller}: answered");
    Ok(())
}

async fn listen(nursery: Nursery<Error>) -> Result<(), Error> {
    for caller in ["Ada", "Ben"] {
        sleep(1).await?;
        nursery.start_soon(answer(caller));
    }
    say!("no more callers");
    Ok(())
}

async fn start() -> Result<(), Vec<Error>> {
    open_nursery(async |nursery| {
        nursery.start_soon(listen(nursery.clone()));
        Ok(())
    })
    .await?;
    say!("all are answered");
    Ok(())
}

fn main() -> Result<(), Vec<Error>> {
    run(start())
}
