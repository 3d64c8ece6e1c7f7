//! Threads that finish futures.

use std::collections::VecDeque;
use std::fmt::{self, Debug};
use std::future::poll_fn;
use std::mem;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::thread;

use crate::executor::{Core, Mail};

/// Threads for work that blocks or computes. Whoever has a clone holds
/// it. Dropping the last one discards the jobs that nobody began and
/// waits for the others; dropped on one of its own threads, it lets them
/// go. A `ThreadPoolExecutor`; what is behind `trio.to_thread` and
/// `tokio::task::spawn_blocking`.
#[derive(Clone)]
pub struct Pool {
    crew: Arc<Crew>,
}

struct Crew {
    queue: Arc<Queue>,
    threads: Vec<thread::JoinHandle<()>>,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    closed: bool,
}

type Job = Box<dyn FnOnce() + Send>;

impl Pool {
    /// Starts `threads` threads.
    ///
    /// # Panics
    ///
    /// If `threads` is zero, or the system has no more of them.
    #[must_use]
    pub fn new(threads: usize) -> Pool {
        assert!(threads > 0, "a pool without threads never ends a job");
        let queue = Arc::new(Queue::default());
        let threads = (0..threads).map(|_| {
            let queue = queue.clone();
            thread::spawn(move || queue.work())
        });
        let threads = threads.collect();
        Pool {
            crew: Arc::new(Crew { queue, threads }),
        }
    }

    /// Runs `job` on one of the threads, which wakes the awaiting task
    /// when the job has ended. Dropping the future does not stop a job.
    /// `loop.run_in_executor`; `trio.to_thread.run_sync`;
    /// `tokio::task::spawn_blocking`.
    ///
    /// # Panics
    ///
    /// If no loop runs on this thread; and if `job` panics, with the
    /// same payload.
    pub async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        let core = Core::current("Pool::run");
        let desk = Arc::new(Mutex::new(Desk::default()));
        let underway = Underway::new(core.inbox.clone());
        self.crew.queue.push(Box::new({
            let desk = desk.clone();
            move || {
                // What a panic leaves half done goes with the job.
                let result = catch_unwind(AssertUnwindSafe(job));
                let waker = {
                    let mut desk = lock(&desk);
                    desk.result = Some(result);
                    desk.waker.take()
                };
                if let Some(waker) = waker {
                    waker.wake();
                }
                drop(underway);
            }
        }));
        let result = poll_fn(|cx| {
            let mut desk = lock(&desk);
            if let Some(result) = desk.result.take() {
                return Poll::Ready(result);
            }
            desk.waker = Some(cx.waker().clone());
            Poll::Pending
        });
        result.await.unwrap_or_else(|e| panic::resume_unwind(e))
    }
}

/// Where the thread leaves the result, and the task its waker.
struct Desk<T> {
    result: Option<thread::Result<T>>,
    waker: Option<Waker>,
}

impl<T> Default for Desk<T> {
    fn default() -> Desk<T> {
        Desk {
            result: None,
            waker: None,
        }
    }
}

/// Holds a virtual clock from when a job is handed in until it has
/// ended or is discarded.
struct Underway {
    inbox: Arc<Mail>,
}

impl Underway {
    fn new(inbox: Arc<Mail>) -> Underway {
        inbox.job_begins();
        Underway { inbox }
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.inbox.job_ends();
    }
}

impl Queue {
    fn push(&self, job: Job) {
        lock(&self.state).jobs.push_back(job);
        self.changed.notify_one();
    }

    /// What each thread does until the pool is closed.
    fn work(&self) {
        while let Some(job) = self.next() {
            // A result that nobody awaits is dropped here, and its
            // destructor is not to end the thread.
            let _ = catch_unwind(AssertUnwindSafe(job));
        }
    }

    fn next(&self) -> Option<Job> {
        let state =
            self.changed.wait_while(lock(&self.state), |state| {
                state.jobs.is_empty() && !state.closed
            });
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        state.jobs.pop_front()
    }

    fn close(&self) {
        let mut state = lock(&self.state);
        state.closed = true;
        let discarded = mem::take(&mut state.jobs);
        drop(state);
        self.changed.notify_all();
        drop(discarded);
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.queue.close();
        let here = thread::current().id();
        if self
            .threads
            .iter()
            .any(|thread| thread.thread().id() == here)
        {
            return;
        }
        for thread in self.threads.drain(..) {
            // A thread catches what its jobs throw.
            let _ = thread.join();
        }
    }
}

impl Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("threads", &self.crew.threads.len())
            .finish_non_exhaustive()
    }
}

/// Nothing that holds such a lock panics.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
