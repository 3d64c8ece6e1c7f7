//! What the programs of the harbour share.

use std::env;

/// The loop that the reader asks for: where `VIRTUAL_CLOCK` is set, one
/// whose clock jumps.
pub fn on_the_clock<L>(real: fn() -> L, jumping: fn() -> L) -> L {
    match env::var_os("VIRTUAL_CLOCK") {
        Some(_) => jumping(),
        None => real(),
    }
}
