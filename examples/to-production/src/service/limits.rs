//! How much the service takes on at once, and how long it waits.

use std::env;
use std::time::Duration;

use to_production::BoxError;

/// The longest order, in bytes.
pub const ORDER: usize = 1024;

/// What the environment can set.
pub struct Limits {
    /// Connections that are open at once; `MAX_CONNECTIONS`.
    pub connections: usize,
    /// Orders that wait for the ledger; `QUEUE`.
    pub queue: usize,
    /// For an order to come whole, and then for it to be written;
    /// `REQUEST_MS`. A connection has twice that, from its begin.
    pub request: Duration,
    /// For open connections to end when the service stops; `DRAIN_MS`.
    pub drain: Duration,
}

impl Limits {
    /// The limits that are set, and for the others those of a small
    /// machine.
    ///
    /// # Errors
    ///
    /// If a variable is no positive number.
    pub fn from_environment() -> Result<Limits, BoxError> {
        let (request, drain) =
            (number("REQUEST_MS", 5_000), number("DRAIN_MS", 10_000));
        Ok(Limits {
            connections: number("MAX_CONNECTIONS", 500)?,
            queue: number("QUEUE", 100)?,
            request: Duration::from_millis(request? as u64),
            drain: Duration::from_millis(drain? as u64),
        })
    }
}

fn number(name: &str, default: usize) -> Result<usize, BoxError> {
    match env::var(name).map(|value| value.parse()) {
        Ok(Ok(number @ 1..)) => Ok(number),
        Ok(_) => Err(format!("{name} is no positive number").into()),
        Err(_) => Ok(default),
    }
}
