use std::time::Duration;

use console::say;
use curio_and_trio::{run, sleep};
use toy::scope::{Cancelled, move_on_after};

async fn poll_sensor() {
    for attempt in 1..4 {
        match sleep(2).await {
            Ok(()) => say!("{}", format!("attempt {attempt}: a value")),
            Err(error) => {
                say!("{}", format!("attempt {attempt}: {error:?}"))
            }
        }
    }
}

fn main() -> Result<(), Cancelled> {
    run(async {
        move_on_after(Duration::from_secs(1), async {
            poll_sensor().await;
            say!("the block goes on");
            Ok::<(), Cancelled>(())
        })
        .await?;
        say!("the block has ended");
        Ok(())
    })
}
