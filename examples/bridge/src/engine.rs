//! The engine: what asyncio asks of its loop, done by ours.

use std::cell::OnceCell;
use std::io::{self, Read};
use std::mem;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::pin::pin;
use std::time::Duration;

use async_channel::{Receiver, Sender, unbounded};
use futures::future::{AbortHandle, abortable, select};
use pyo3::prelude::*;
use send_wrapper::SendWrapper;
use toy::{Async, Executor, Interest, Pool, now, sleep, spawn};

/// So many jobs of `to_thread` run at once.
const THREADS: usize = 4;

/// What comes from outside the loop: from another thread, or before a
/// run.
enum Letter {
    Call(Py<PyAny>),
    Stop(PyResult<()>),
}

/// An event loop of ours, which asyncio drives.
#[pyclass(frozen)]
pub struct Engine {
    executor: SendWrapper<Executor>,
    pool: SendWrapper<OnceCell<Pool>>,
    post: Sender<Letter>,
    letters: Receiver<Letter>,
    signals: SendWrapper<Async<UnixStream>>,
    bell: UnixStream,
}

// ANCHOR: engine
#[pymethods]
impl Engine {
    fn call_soon(&self, callback: Py<PyAny>) {
        spawn(call(callback, self.post.clone()));
    }

    fn call_at(&self, when: f64, callback: Py<PyAny>) -> Timer {
        let post = self.post.clone();
        let (waits, timer) = abortable(async move {
            let deadline = Duration::from_secs_f64(when.max(0.0));
            sleep(deadline.saturating_sub(now())).await;
            call(callback, post).await;
        });
        spawn(waits);
        Timer(timer)
    }

    fn call_from_outside(&self, callback: Py<PyAny>) {
        let _ = self.post.try_send(Letter::Call(callback));
    }

    fn time(&self) -> f64 {
        now().as_secs_f64()
    }
    // ANCHOR_END: engine

    #[new]
    fn new(virtual_clock: bool) -> io::Result<Engine> {
        let (post, letters) = unbounded();
        let (signals, bell) = UnixStream::pair()?;
        bell.set_nonblocking(true)?;
        let executor = if virtual_clock {
            Executor::with_virtual_clock()
        } else {
            Executor::new()
        };
        Ok(Engine {
            executor: SendWrapper::new(executor),
            pool: SendWrapper::new(OnceCell::new()),
            post,
            letters,
            signals: SendWrapper::new(Async::new(signals)?),
            bell,
        })
    }

    /// Where Python writes a byte when a signal comes.
    fn signal_bell(&self) -> i32 {
        self.bell.as_raw_fd()
    }

    // ANCHOR: run
    fn run(&self, py: Python<'_>) -> PyResult<()> {
        let this = SendWrapper::new(self);
        py.detach(|| this.executor.run(this.main()))
    }

    fn stop(&self) {
        let _ = self.post.try_send(Letter::Stop(Ok(())));
    }
    // ANCHOR_END: run

    // ANCHOR: pool
    fn run_in_thread(&self, job: Py<PyAny>, done: Py<PyAny>) {
        let pool = self.pool.get_or_init(|| Pool::new(THREADS)).clone();
        spawn(async move {
            let job = move || Python::attach(|py| job.call0(py));
            let result = pool.run(job).await;
            Python::attach(|py| match result {
                Ok(value) => done.call1(py, (value, py.None())),
                Err(error) => done.call1(py, (py.None(), error)),
            })
        });
    }
    // ANCHOR_END: pool
}

impl Engine {
    /// The main task of a run.
    async fn main(&self) -> PyResult<()> {
        let letters = pin!(self.read_letters());
        let signals = pin!(self.hear_signals());
        select(letters, signals).await.factor_first().0
    }

    /// Has Python run its handlers of signals while the loop sleeps.
    async fn hear_signals(&self) -> PyResult<()> {
        loop {
            let read = |mut it: &UnixStream| it.read(&mut [0; 64]);
            self.signals.with(Interest::Read, read).await?;
            Python::attach(|py| py.check_signals())?;
        }
    }

    // ANCHOR: letters
    async fn read_letters(&self) -> PyResult<()> {
        while let Ok(letter) = self.letters.recv().await {
            match letter {
                Letter::Call(callback) => {
                    spawn(call(callback, self.post.clone()));
                }
                Letter::Stop(why) => return why,
            }
        }
        Ok(())
    }
    // ANCHOR_END: letters
}

impl Drop for Engine {
    /// Waits for the threads, which need the interpreter to end. A task
    /// that awaits a job holds the pool, too.
    fn drop(&mut self) {
        let tasks = mem::take(&mut *self.executor);
        let pool = mem::take(&mut *self.pool);
        let last = SendWrapper::new((tasks, pool));
        Python::attach(|py| py.detach(|| drop(last)));
    }
}

// ANCHOR: call
/// A callback of asyncio, as a task of our loop.
async fn call(callback: Py<PyAny>, post: Sender<Letter>) {
    let called = Python::attach(|py| callback.call0(py));
    if let Err(exit) = called {
        let _ = post.try_send(Letter::Stop(Err(exit)));
    }
}
// ANCHOR_END: call

/// A callback that waits for its time.
#[pyclass(frozen)]
pub struct Timer(AbortHandle);

#[pymethods]
impl Timer {
    fn cancel(&self) {
        self.0.abort();
    }
}
