use std::time::Duration;

use console::say;
use curio_and_trio::{run, sleep};
use toy::scope::{CancelScope, Cancelled, move_on_after};
use toy::timeout;

const LIMIT: Duration = Duration::from_secs(2);

async fn copy() -> Result<(), Cancelled> {
    let copied = sleep(5).await;
    if copied.is_err() {
        say!("stopping");
        let clean = async { sleep(1).await };
        CancelScope::new().shielded().enter(clean).await?;
        say!("half a copy removed");
    }
    copied
}

fn main() {
    run(async {
        let asked = move_on_after(LIMIT, copy()).await;
        say!("{}", format!("asked: {asked:?}"));
        let dropped = timeout(LIMIT, copy()).await;
        say!("{}", format!("dropped: {dropped:?}"));
    });
}
