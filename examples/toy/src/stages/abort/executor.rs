//! The loop, for the code that runs it and spawns on it.

use std::cell::Cell;
use std::panic::Location;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Instant;

use super::clock::Clock;
use super::event_loop::Core;
use super::join::JoinHandle;
use super::running::Running;
use super::task::Task;
use crate::trace::Event;

/// The event loop: it owns its tasks and what they wait for, and runs
/// on the thread that made it. `asyncio.EventLoop`; in trio all that
/// `trio.run` makes; a tokio `Runtime` of one thread.
///
/// The code that calls [`run`](Executor::run) holds it. Tasks live
/// until it is dropped: a later run goes on with them. Dropping it
/// drops them, and their handles say `Aborted`.
pub struct Executor {
    core: Rc<Core>,
}

impl Executor {
    /// A loop on the system's monotonic clock.
    ///
    /// # Panics
    ///
    /// If the system has no descriptors left for its bell.
    #[must_use]
    pub fn new() -> Executor {
        Executor::with(Clock::Real(Instant::now()))
    }

    // ANCHOR: virtual
    /// A loop whose clock stands still, and jumps to the next deadline
    /// when there is nothing else to do: no task is ready, the bell is
    /// silent, no socket is ready and no job of a pool runs. trio's
    /// `MockClock(autojump_threshold=0)`; tokio's `start_paused`.
    ///
    /// # Panics
    ///
    /// If the system has no descriptors left for its bell.
    #[must_use]
    pub fn with_virtual_clock() -> Executor {
        Executor::with(Clock::Virtual(Cell::default()))
    }
    // ANCHOR_END: virtual

    fn with(clock: Clock) -> Executor {
        let core = Rc::new(Core::new(clock));
        Executor { core }
    }

    /// Calls `tracer` with all that happens in the loop from now on.
    ///
    /// # Panics
    ///
    /// If the loop has a tracer already.
    #[must_use]
    pub fn traced(self, tracer: impl Fn(Event) + 'static) -> Executor {
        let set = self.core.tracer.set(Box::new(tracer));
        assert!(set.is_ok(), "this Executor has a tracer already");
        self
    }

    /// Runs the loop until `main` is ready. `main` is a task as any
    /// other, but that it may borrow; the others run meanwhile, and
    /// stay where they are when it ends. `loop.run_until_complete`;
    /// `Runtime::block_on`, whose future is not in the ready queue.
    ///
    /// # Panics
    ///
    /// If a loop runs on this thread already, and if `main` panics.
    // ANCHOR: run
    #[track_caller]
    pub fn run<F: Future>(&self, main: F) -> F::Output {
        assert!(
            Core::try_running().is_none(),
            "Executor::run was called inside a run: await the future"
        );
        let core = &self.core;
        let mut running = Running::new(core);
        let (main_id, waker) = core.admit(Location::caller());
        // So that its place is given up even if it panics.
        running.main = Some(main_id);
        let mut cx = Context::from_waker(&waker);
        // Dropped before `running`: its destructors find the loop.
        let mut main = pin!(main);
        loop {
            for _ in 0..core.begin_turn() {
                let Some((id, task)) = core.next_ready() else {
                    // It has ended since it was woken.
                    continue;
                };
                let Some(task) = task else {
                    let poll = || main.as_mut().poll(&mut cx);
                    match core.poll(id, poll) {
                        Poll::Ready(output) => return output,
                        Poll::Pending => continue,
                    }
                };
                core.step(id, task);
            }
            core.between_turns();
        }
    }
    // ANCHOR_END: run

    /// How often the loop has polled a task, mains included.
    #[must_use]
    pub fn polls(&self) -> u64 {
        self.core.polls.get()
    }

    /// How many turns the loop has begun.
    #[must_use]
    pub fn turns(&self) -> u64 {
        self.core.turns.get()
    }
}

impl Default for Executor {
    fn default() -> Executor {
        Executor::new()
    }
}

// ANCHOR: drop
impl Drop for Executor {
    /// Aborts all tasks, also those that destructors spawn. These are
    /// in the ready queue from the beginning, so the loop finds them.
    fn drop(&mut self) {
        let core = &self.core;
        let _running = Running::new(core);
        let all = core.tasks.borrow().all();
        all.into_iter().for_each(|task| task.abort());
        while core.tasks.borrow().ready() > 0 {
            if let Some((id, Some(task))) = core.next_ready() {
                task.abort();
                core.step(id, task);
            }
        }
        // Last: until now destructors could still wake and spawn.
        core.inbox.close();
    }
}
// ANCHOR_END: drop

/// Makes a task of `future` and puts it at the end of the ready queue.
/// The loop holds the task; the handle is for its result. A panic in it
/// reaches the code that awaits the handle, and no other.
/// `asyncio.create_task`; `nursery.start_soon`;
/// `tokio::task::spawn_local`.
///
/// # Panics
///
/// If no loop runs on this thread.
// ANCHOR: spawn
#[track_caller]
pub fn spawn<T: 'static>(
    future: impl Future<Output = T> + 'static,
) -> JoinHandle<T> {
    let core = Core::running("spawn");
    let (id, waker) = core.admit(Location::caller());
    let task = Rc::new(Task::new(waker, future));
    core.tasks.borrow_mut().house(id, task.clone());
    JoinHandle(task)
}
// ANCHOR_END: spawn
