//! What the tests of several pages share.

use tokio::runtime::{Builder, Runtime};

/// A loop of one thread, whose clock jumps.
pub fn one_thread() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the system can make one more event loop")
}
