//! The usual bridge: asyncio in one thread, tokio in others.

use pyo3::pymodule;

#[pymodule]
pub mod on_tokio {
    use std::thread::yield_now;
    use std::time::Duration;

    use pyo3::exceptions::PyTimeoutError;
    use pyo3::prelude::*;
    use pyo3_async_runtimes::tokio::{
        future_into_py, get_runtime, init, into_future,
    };
    use tokio::runtime::Builder;
    use tokio::time;

    /// One thread for blocking jobs, so that the last is the last.
    #[pymodule_init]
    fn set_up(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        let mut tokio = Builder::new_multi_thread();
        tokio.enable_all().max_blocking_threads(1);
        init(tokio);
        Ok(())
    }

    /// Gives the other side so much time.
    #[pyfunction]
    fn timeout<'py>(
        py: Python<'py>,
        seconds: f64,
        inner: Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let limit = Duration::from_secs_f64(seconds);
        let inner = into_future(inner)?;
        future_into_py(py, async move {
            let timeout = time::timeout(limit, inner);
            timeout.await.unwrap_or_else(|over| {
                Err(PyTimeoutError::new_err(over.to_string()))
            })
        })
    }

    /// Calls a function of Python after a sleep.
    #[pyfunction]
    fn call_after_sleep(
        py: Python<'_>,
        function: Py<PyAny>,
    ) -> PyResult<Bound<'_, PyAny>> {
        future_into_py(py, async move {
            time::sleep(Duration::from_millis(1)).await;
            Python::attach(|py| function.call0(py))
        })
    }

    /// Panics when it is awaited.
    #[pyfunction]
    fn panic(
        py: Python<'_>,
        text: String,
    ) -> PyResult<Bound<'_, PyAny>> {
        future_into_py(py, async move { panicked(&text) })
    }

    fn panicked(text: &str) -> PyResult<()> {
        panic!("{text}")
    }

    /// Waits until tokio has let go of the interpreter, which must not
    /// end before: the last that it does is a blocking job.
    #[pyfunction]
    fn finish(py: Python<'_>) {
        let tokio = get_runtime();
        py.detach(|| {
            while tokio.metrics().num_alive_tasks() > 0 {
                yield_now();
            }
            let last = tokio.spawn_blocking(|| ());
            tokio.block_on(last).expect("it does not panic");
        });
    }
}
