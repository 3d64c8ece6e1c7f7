use console::say;
use curio_and_trio::{Error, run, sleep};
use toy::scope::open_nursery;

struct File;

impl Drop for File {
    fn drop(&mut self) {
        say!("closes the file");
    }
}

async fn copy() -> Result<(), Error> {
    say!("opens the file");
    let _file = File;
    sleep(1).await?;
    say!("copied");
    Ok(())
}

async fn start() -> Result<(), Vec<Error>> {
    open_nursery(async |nursery| {
        nursery.start_soon(copy());
        nursery.cancel();
        say!("cancelled");
        Ok(())
    })
    .await?;
    say!("main ends");
    Ok(())
}

fn main() -> Result<(), Vec<Error>> {
    run(start())
}
