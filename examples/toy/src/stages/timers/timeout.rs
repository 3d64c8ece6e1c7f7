//! A future that has only so much time.

use std::error::Error;
use std::fmt::{self, Display};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::sleep::sleep;

/// The time was over before the future was ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed;

impl Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time is over")
    }
}

impl Error for Elapsed {}

/// Gives `future` so much time, from the first poll on. If one poll
/// finds both over, its value wins: it is asked first. It is dropped
/// before this future is ready. `asyncio.timeout`; `trio.fail_after`;
/// `tokio::time::timeout`.
///
/// # Errors
///
/// If the time was over first.
// ANCHOR: timeout
#[track_caller]
pub fn timeout<T>(
    duration: Duration,
    future: impl Future<Output = T>,
) -> impl Future<Output = Result<T, Elapsed>> {
    let mut deadline = sleep(duration);
    async move {
        let mut future = pin!(future);
        let either = poll_fn(|cx| match future.as_mut().poll(cx) {
            Poll::Ready(value) => Poll::Ready(Ok(value)),
            Poll::Pending => {
                let over = pin!(&mut deadline).poll(cx);
                over.map(|()| Err(Elapsed))
            }
        });
        either.await
    }
}
// ANCHOR_END: timeout
