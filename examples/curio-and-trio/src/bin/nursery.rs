use console::say;
use curio_and_trio::{Error, run, sleep};
use toy::scope::open_nursery;

async fn copy(host: &str, seconds: u64) -> Result<(), Error> {
    sleep(seconds).await?;
    say!("{host}: copied");
    Ok(())
}

async fn save() -> Result<(), Vec<Error>> {
    open_nursery(async |nursery| {
        nursery.start_soon(copy("near", 1));
        nursery.start_soon(copy("far", 5));
        Ok(())
    })
    .await?;
    say!("saved");
    Ok(())
}

async fn start() -> Result<(), Vec<Error>> {
    save().await?;
    sleep(2).await?;
    say!("main ends");
    Ok(())
}

fn main() -> Result<(), Vec<Error>> {
    run(start())
}
