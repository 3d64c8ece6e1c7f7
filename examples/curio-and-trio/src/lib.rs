//! What the programs of this chapter share.

use std::fmt::{self, Display};
use std::time::Duration;

use toy::scope::{Cancelled, IsCancelled, checkpoint};

pub use real_traffic::run;

/// How a coroutine of these programs ends early: it was asked to stop,
/// or something failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// It stops because a scope around it was cancelled.
    Cancelled,
    /// What failed.
    Failed(&'static str),
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Cancelled => Cancelled.fmt(f),
            Error::Failed(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {}

impl From<Cancelled> for Error {
    fn from(Cancelled: Cancelled) -> Error {
        Error::Cancelled
    }
}

impl IsCancelled for Error {
    fn is_cancelled(&self) -> bool {
        *self == Error::Cancelled
    }
}

/// Sleeps at a checkpoint, as `trio.sleep` does.
///
/// # Errors
///
/// `Cancelled`, if a scope around it is cancelled, before or meanwhile.
pub async fn sleep(seconds: u64) -> Result<(), Cancelled> {
    checkpoint(toy::sleep(Duration::from_secs(seconds))).await
}
