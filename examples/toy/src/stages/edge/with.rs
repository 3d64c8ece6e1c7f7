//! An operation that is tried until it would not block.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::panic::Location;

use super::async_io::Async;
use super::event_loop::Core;
use crate::Interest;

impl<T: AsFd + 'static> Async<T> {
    /// Tries the operation, and again whenever it can succeed, until it
    /// returns something else than `WouldBlock`. After 64 rounds
    /// without a wait the task lets others run.
    ///
    /// # Errors
    ///
    /// Those of the operation, and those of `ready`.
    ///
    /// # Panics
    ///
    /// As `ready`.
    #[track_caller]
    pub fn with<R>(
        &self,
        interest: Interest,
        mut operation: impl FnMut(&T) -> io::Result<R>,
    ) -> impl Future<Output = io::Result<R>> {
        let line = Location::caller();
        async move {
            loop {
                let core = Core::running("Async::with");
                poll_fn(|cx| core.poll_round(cx)).await;
                match operation(self.get()) {
                    Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                    done => return done,
                }
                self.ready_at(interest, line).await?;
            }
        }
    }
}
