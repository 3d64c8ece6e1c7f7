// ANCHOR: listing
use console::say;
use curio_and_trio::{Error, run, sleep};
use std::time::Duration;
use toy::scope::{move_on_after, open_nursery};

struct File(&'static str);

impl Drop for File {
    fn drop(&mut self) {
        say!("{}: closes the file", self.0);
    }
}

async fn copy(host: &'static str) -> Result<(), Error> {
    let _file = File(host);
    Ok(sleep(5).await?)
}

async fn save(host: &'static str) -> Result<(), Vec<Error>> {
    let block = open_nursery(async |nursery| {
        nursery.start_soon(copy(host));
        Ok(())
    });
    block.await?;
    Ok(())
}

async fn start() -> Result<(), Vec<Error>> {
    let second = Duration::from_secs(1);
    move_on_after(second, save("asked")).await?;
    say!("asked: save has ended");
    if toy::timeout(second, save("dropped")).await.is_err() {
        say!("dropped: save has ended");
    }
    Ok(sleep(1).await?)
}
// ANCHOR_END: listing

fn main() -> Result<(), Vec<Error>> {
    run(start())
}
