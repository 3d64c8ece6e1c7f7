//! What code in a cancelled scope is told.

use std::error::Error;
use std::fmt::{self, Display};

// ANCHOR: cancelled
/// What a checkpoint returns in a cancelled scope. trio's `Cancelled`;
/// asyncio's `CancelledError`; tokio has none: a future is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// An error that can be asked whether it is a cancellation, which its
/// scope catches, or a failure, which passes through.
pub trait IsCancelled {
    /// Whether it comes from a cancelled scope, and from nothing else.
    fn is_cancelled(&self) -> bool;
}
// ANCHOR_END: cancelled

impl Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the scope was cancelled")
    }
}

impl Error for Cancelled {}

impl IsCancelled for Cancelled {
    fn is_cancelled(&self) -> bool {
        true
    }
}

/// The errors of a nursery, so that nurseries nest.
impl<E: From<Cancelled>> From<Cancelled> for Vec<E> {
    fn from(cancelled: Cancelled) -> Vec<E> {
        vec![E::from(cancelled)]
    }
}

impl<E: IsCancelled> IsCancelled for Vec<E> {
    fn is_cancelled(&self) -> bool {
        self.iter().all(E::is_cancelled)
    }
}
