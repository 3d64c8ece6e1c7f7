//! What Python can await, as a Rust future.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::task::AtomicWaker;
use pyo3::exceptions::asyncio::CancelledError;
use pyo3::prelude::*;
use pyo3::types::PyIterator;
use pyo3::types::iterator::PySendResult;
use toy::spawn;

/// A coroutine of Python, or what else Python awaits, as a Rust future.
pub struct Coroutine {
    steps: Py<PyIterator>,
    /// The future of asyncio that came up last.
    request: Option<Py<PyAny>>,
    waker: Arc<AtomicWaker>,
    is_cancelled: bool,
    has_ended: bool,
}

// ANCHOR: coroutine
impl Future for Coroutine {
    type Output = PyResult<Py<PyAny>>;

    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Self::Output> {
        self.waker.register(cx.waker());
        Python::attach(|py| {
            if self.waits(py)? {
                return Poll::Pending;
            }
            let none = py.None().into_bound(py);
            let sent = self.steps.bind(py).send(&none);
            if let Ok(PySendResult::Next(request)) = sent {
                self.subscribe_to(request)?;
                return Poll::Pending;
            }
            self.has_ended = true;
            Poll::Ready(sent.map(value))
        })
    }
}
// ANCHOR_END: coroutine

fn value(sent: PySendResult<'_>) -> Py<PyAny> {
    let (PySendResult::Next(it) | PySendResult::Return(it)) = sent;
    it.unbind()
}

impl Coroutine {
    fn new(steps: Py<PyIterator>) -> Coroutine {
        Coroutine {
            steps,
            request: None,
            waker: Arc::default(),
            is_cancelled: false,
            has_ended: false,
        }
    }

    fn waits(&self, py: Python<'_>) -> PyResult<bool> {
        let Some(request) = &self.request else {
            return Ok(false);
        };
        Ok(!request.bind(py).call_method0("done")?.is_truthy()?)
    }

    // ANCHOR: subscribe
    fn subscribe_to(
        &mut self,
        request: Bound<'_, PyAny>,
    ) -> PyResult<()> {
        if request.is_none() {
            // A bare `yield`, as in `sleep(0)`: its turn is over.
            self.request = None;
            self.waker.wake();
            return Ok(());
        }
        request.setattr("_asyncio_future_blocking", false)?;
        let wake = Bell(self.waker.clone());
        request.call_method1("add_done_callback", (wake,))?;
        self.request = Some(request.unbind());
        Ok(())
    }
    // ANCHOR_END: subscribe
}

/// A callback of a Python future that wakes a task of Rust.
#[pyclass(frozen)]
struct Bell(Arc<AtomicWaker>);

#[pymethods]
impl Bell {
    fn __call__(&self, _future: Py<PyAny>) {
        self.0.wake();
    }
}

// ANCHOR: drop
impl Drop for Coroutine {
    fn drop(&mut self) {
        if self.has_ended {
            return;
        }
        Python::attach(|py| {
            let request = self.request.take();
            request.map(|it| it.call_method0(py, "cancel"));
            let cancelled = CancelledError::new_err(());
            let thrown =
                self.steps.call_method1(py, "throw", (cancelled,));
            if let Ok(request) = thrown {
                self.finish_alone(request.into_bound(py));
            }
        });
    }
}
// ANCHOR_END: drop

impl Coroutine {
    /// It was dropped, and awaits something on its way out: as a task
    /// of its own. One that is dropped there too is closed.
    fn finish_alone(&self, request: Bound<'_, PyAny>) {
        let py = request.py();
        if self.is_cancelled {
            let _ = self.steps.call_method0(py, "close");
            return;
        }
        let mut rest = Coroutine::new(self.steps.clone_ref(py));
        rest.is_cancelled = true;
        if rest.subscribe_to(request).is_ok() {
            spawn(rest);
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Coroutine {
    type Error = PyErr;

    fn extract(awaitable: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let steps = awaitable.call_method0("__await__")?;
        Ok(Coroutine::new(steps.try_iter()?.unbind()))
    }
}
