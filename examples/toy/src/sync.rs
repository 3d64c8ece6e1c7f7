//! What threads share. The test of the handshake puts loom's here.

pub(crate) use std::sync::Mutex;
use std::sync::{MutexGuard, PoisonError};

/// Nothing panics while it holds such a lock: what is there is whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
