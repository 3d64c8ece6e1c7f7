use std::time::Duration;

use console::say;
use curio_and_trio::{run, sleep};
use toy::scope::{CancelScope, Cancelled, move_on_after};

async fn save() -> Result<(), Cancelled> {
    sleep(2).await?;
    say!("saved");
    Ok(())
}

async fn work() -> Result<(), Cancelled> {
    CancelScope::new().shielded().enter(save()).await?;
    let rest = sleep(5).await;
    say!("work has ended");
    rest
}

fn main() -> Result<(), Cancelled> {
    run(async {
        move_on_after(Duration::from_secs(1), work()).await?;
        say!("main has ended");
        Ok(())
    })
}
