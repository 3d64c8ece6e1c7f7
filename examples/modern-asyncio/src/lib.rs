//! What the programs of this chapter share.

use tokio::runtime::{Builder, Runtime};

/// An event loop of this thread, for several calls of `block_on`.
///
/// In asyncio this is the loop of an `asyncio.Runner`. Where
/// `VIRTUAL_CLOCK` is set, its clock jumps to the next timer whenever
/// every task waits.
///
/// # Panics
///
/// If the system gives no descriptors for a loop.
pub fn new_runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(std::env::var_os("VIRTUAL_CLOCK").is_some())
        .build()
        .expect("the system can make one more event loop")
}
