//! Threads that finish futures.

use std::future::poll_fn;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{self, Receiver, Sender};
use std::task::{Poll, Waker};
use std::thread;

use super::event_loop::Core;
use super::inbox::Inbox;
use super::sync::{Mutex, lock};
use super::task::{contain, discard};

/// Threads for work that blocks or computes. The code that has a clone
/// holds it. Dropping the last one discards the jobs that no thread has
/// begun and waits for the others; dropped on one of its own threads,
/// it lets them go. A `ThreadPoolExecutor`; what is behind
/// `trio.to_thread` and `tokio::task::spawn_blocking`.
// ANCHOR: pool
#[derive(Clone)]
pub struct Pool {
    crew: Arc<Crew>,
}

struct Crew {
    /// None when the crew is dropped.
    jobs: Option<Sender<Job>>,
    closed: Arc<AtomicBool>,
    threads: Vec<thread::JoinHandle<()>>,
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
        assert!(threads > 0, "a pool without threads ends no job");
        let (sender, receiver) = mpsc::channel();
        let receiver = Arc::new(Mutex::new(receiver));
        let closed = Arc::new(AtomicBool::new(false));
        let start = |_| {
            let (jobs, closed) = (receiver.clone(), closed.clone());
            thread::spawn(move || work(&jobs, &closed))
        };
        let threads = (0..threads).map(start).collect();
        let jobs = Some(sender);
        let crew = Arc::new(Crew {
            jobs,
            closed,
            threads,
        });
        Pool { crew }
    }
    // ANCHOR_END: pool

    /// Runs `job` on one of the threads, which wakes the awaiting task
    /// when the job has ended. Dropping the future does not stop a job.
    /// `loop.run_in_executor`; `trio.to_thread.run_sync`;
    /// `tokio::task::spawn_blocking`.
    ///
    /// # Panics
    ///
    /// If no loop runs on this thread; and if `job` panics, with the
    /// same payload.
    // ANCHOR: job
    pub async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        let underway = Underway::new(&Core::running("Pool::run"));
        let desk = Arc::new(Mutex::new(Desk(None, None)));
        let theirs = desk.clone();
        self.crew.push(Box::new(move || {
            let result = contain(job);
            let mut desk = lock(&theirs);
            desk.0 = Some(result);
            let waker = desk.1.take();
            // The lock is released first: a waker can run any code.
            drop(desk);
            // First the wake, then the end of the job: with no job and
            // no task ready, a virtual clock would jump.
            if let Some(waker) = waker {
                waker.wake();
            }
            drop(underway);
        }));
        let ended = poll_fn(|cx| {
            // Held for both lines, so the job cannot end in between.
            let mut desk = lock(&desk);
            desk.1 = Some(cx.waker().clone());
            desk.0.take().map_or(Poll::Pending, Poll::Ready)
        });
        ended.await.unwrap_or_else(|payload| resume_unwind(payload))
    }
    // ANCHOR_END: job
}

// ANCHOR: desk
/// Where the thread leaves the result, and the task its waker.
struct Desk<T>(Option<thread::Result<T>>, Option<Waker>);

/// Stops a virtual clock from when a job is handed in until it has
/// ended or is discarded.
struct Underway(Arc<Inbox>);

impl Underway {
    fn new(core: &Core) -> Underway {
        core.inbox.job_begins();
        Underway(core.inbox.clone())
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.0.job_ends();
    }
}

// ANCHOR_END: desk

// ANCHOR: work
/// What each thread does, until the sender is gone.
fn work(jobs: &Mutex<Receiver<Job>>, closed: &AtomicBool) {
    let next = || lock(jobs).recv();
    while let Ok(job) = next() {
        if closed.load(SeqCst) {
            discard(job);
        } else {
            // A result that nobody awaits can panic when it is dropped.
            let _ = contain(job);
        }
    }
}

impl Crew {
    fn push(&self, job: Job) {
        let jobs = self.jobs.as_ref().expect("taken by drop alone");
        jobs.send(job).expect("the threads end after the sender");
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.closed.store(true, SeqCst);
        // Without a sender the threads end when the channel is empty.
        self.jobs = None;
        let here = thread::current().id();
        if self.threads.iter().any(|each| each.thread().id() == here) {
            // A thread that waited for itself would wait for ever.
            return;
        }
        for thread in self.threads.drain(..) {
            // The thread contains the panics of its jobs.
            let _ = thread.join();
        }
    }
}
// ANCHOR_END: work
