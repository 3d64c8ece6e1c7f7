//! Functions of Rust that Python awaits. Some await Python in turn.

use std::time::Duration;

use futures::future::{Either, select, try_join};
use pyo3::exceptions::asyncio::CancelledError;
use pyo3::exceptions::{PyRuntimeError, PyTimeoutError};
use pyo3::prelude::*;
use toy::JoinError;

use crate::awaitable::Awaitable;
use crate::coroutine::Coroutine;

/// Sleeps on the loop's clock.
#[pyfunction]
pub fn sleep(seconds: f64) -> Awaitable {
    Awaitable::new(async move {
        toy::sleep(Duration::from_secs_f64(seconds)).await;
        Ok(Python::attach(|py| py.None()))
    })
}

/// Calls a function of Python after a sleep.
#[pyfunction]
pub fn call_after_sleep(function: Py<PyAny>) -> Awaitable {
    Awaitable::new(async move {
        toy::sleep(Duration::from_millis(1)).await;
        Python::attach(|py| function.call0(py))
    })
}

// ANCHOR: join
/// Awaits both at once, in the task that awaits this.
#[pyfunction]
pub fn join(one: Coroutine, other: Coroutine) -> Awaitable {
    Awaitable::new(async {
        let pair = try_join(one, other).await?;
        Python::attach(|py| Ok(pair.into_pyobject(py)?.into()))
    })
}
// ANCHOR_END: join

/// Awaits the one that ends first, and drops the other.
#[pyfunction]
pub fn first(one: Coroutine, other: Coroutine) -> Awaitable {
    Awaitable::new(async {
        match select(one, other).await {
            Either::Left((value, _)) => value,
            Either::Right((value, _)) => value,
        }
    })
}

/// Gives the other side so much time, and drops it then.
#[pyfunction]
pub fn timeout(seconds: f64, inner: Coroutine) -> Awaitable {
    Awaitable::new(async move {
        let limit = Duration::from_secs_f64(seconds);
        toy::timeout(limit, inner).await.unwrap_or_else(|over| {
            Err(PyTimeoutError::new_err(over.to_string()))
        })
    })
}

/// Starts a task of our loop, and awaits its end.
#[pyfunction]
pub fn spawn(inner: Coroutine) -> Awaitable {
    let task = toy::spawn(inner);
    Awaitable::new(async move {
        task.await.unwrap_or_else(|error| match error {
            JoinError::Aborted => Err(CancelledError::new_err(())),
            panicked => {
                Err(PyRuntimeError::new_err(panicked.to_string()))
            }
        })
    })
}

/// Panics when it is awaited.
#[pyfunction]
pub fn panic(text: String) -> Awaitable {
    Awaitable::new(async move { panic!("{text}") })
}
