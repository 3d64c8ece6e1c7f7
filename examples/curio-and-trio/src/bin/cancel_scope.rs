use std::time::Duration;

use console::say;
use curio_and_trio::{run, sleep};
use toy::scope::{Cancelled, move_on_after};

async fn answer() -> Result<&'static str, Cancelled> {
    let search = async {
        sleep(5).await?;
        Ok("fresh")
    };
    match move_on_after(Duration::from_secs(2), search).await? {
        Some(answer) => Ok(answer),
        None => {
            say!("my limit is over");
            Ok("from the cache")
        }
    }
}

fn main() -> Result<(), Cancelled> {
    run(async {
        say!("{}", answer().await?);
        let shutdown = move_on_after(Duration::from_secs(1), async {
            say!("{}", answer().await?);
            Ok(())
        });
        if shutdown.await?.is_none() {
            say!("stopped");
        }
        Ok(())
    })
}
