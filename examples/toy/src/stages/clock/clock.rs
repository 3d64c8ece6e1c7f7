//! The clock is a value: the world's, or one that the loop moves.

use std::cell::Cell;
use std::time::{Duration, Instant};

// ANCHOR: clock
/// Tells the time since it was made.
pub(super) enum Clock {
    /// The system's monotonic clock.
    Real(Instant),
    /// Stands still until the loop has nothing else to do.
    Virtual(Cell<Duration>),
}

impl Clock {
    #[inline]
    pub(super) fn now(&self) -> Duration {
        match self {
            Clock::Real(start) => start.elapsed(),
            Clock::Virtual(now) => now.get(),
        }
    }
}
// ANCHOR_END: clock
