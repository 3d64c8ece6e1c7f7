//! What threads share. The test of the handshake puts loom's lock here.

pub(super) use std::sync::Mutex;
use std::sync::{MutexGuard, PoisonError};

/// No thread panics while it holds such a lock, so what is behind it is
/// whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
