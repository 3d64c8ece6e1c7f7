//! A Rust future that Python awaits.

use std::cell::Cell;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use pyo3::exceptions::{PyRuntimeError, PyStopIteration};
use pyo3::prelude::*;

type BoxedFuture = Pin<Box<dyn Future<Output = PyResult<Py<PyAny>>>>>;

/// A Rust future that Python awaits: a part of the task that does.
#[pyclass(unsendable, frozen)]
pub struct Awaitable {
    future: Cell<Option<BoxedFuture>>,
    is_awaited: Cell<bool>,
}

impl Awaitable {
    /// Nothing happens before it is awaited.
    pub fn new(
        future: impl Future<Output = PyResult<Py<PyAny>>> + 'static,
    ) -> Awaitable {
        Awaitable {
            future: Cell::new(Some(Box::pin(future))),
            is_awaited: Cell::new(false),
        }
    }
}

// ANCHOR: awaitable
#[pymethods]
impl Awaitable {
    fn __next__(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let mut future = self.future.take().ok_or_else(ended)?;
        let request = Request::new(py)?;
        let waker = Waker::from(request.clone());
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => {
                Err(PyStopIteration::new_err((value?,)))
            }
            Poll::Pending => {
                self.future.set(Some(future));
                request.go_up(py)
            }
        }
    }
    // ANCHOR_END: awaitable

    // ANCHOR: throw
    #[pyo3(signature = (error, *_more))]
    fn throw(
        &self,
        error: Bound<'_, PyAny>,
        _more: Py<PyAny>,
    ) -> PyResult<()> {
        drop(self.future.take());
        Err(PyErr::from_value(error))
    }
    // ANCHOR_END: throw

    fn close(&self) {
        drop(self.future.take());
    }

    /// A poll has one waker, so a second task that awaited it would
    /// take the wake from the first.
    fn __await__(this: Bound<'_, Self>) -> PyResult<Bound<'_, Self>> {
        if this.borrow().is_awaited.replace(true) {
            let message = "this Rust future is awaited already";
            return Err(PyRuntimeError::new_err(message));
        }
        Ok(this)
    }

    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }
}

fn ended() -> PyErr {
    PyRuntimeError::new_err("this Rust future has ended")
}

// ANCHOR: request
/// A future of asyncio that goes up, and a waker that goes down.
struct Request {
    event_loop: Py<PyAny>,
    future: Py<PyAny>,
}

impl Wake for Request {
    fn wake(self: Arc<Self>) {
        let woken = Python::attach(|py| {
            let complete = wrap_pyfunction!(complete, py)?;
            let arguments = (complete, &self.future);
            self.event_loop.call_method1(
                py,
                "call_soon_threadsafe",
                arguments,
            )
        });
        // A loop that is closed wakes no task.
        drop(woken);
    }
}

#[pyfunction]
fn complete(future: &Bound<'_, PyAny>) -> PyResult<()> {
    if !future.call_method0("done")?.is_truthy()? {
        future.call_method1("set_result", (future.py().None(),))?;
    }
    Ok(())
}
// ANCHOR_END: request

impl Request {
    fn new(py: Python<'_>) -> PyResult<Arc<Request>> {
        let asyncio = py.import("asyncio")?;
        let event_loop = asyncio.call_method0("get_running_loop")?;
        let future = event_loop.call_method0("create_future")?;
        Ok(Arc::new(Request {
            event_loop: event_loop.unbind(),
            future: future.unbind(),
        }))
    }

    /// As `await future` does it: its iterator yields it.
    fn go_up(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let steps = self.future.call_method0(py, "__await__")?;
        steps.call_method0(py, "__next__")
    }
}
