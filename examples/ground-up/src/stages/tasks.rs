// after: block_on
//! Many futures on one thread: tasks, and a queue of those that are
//! ready.
//!
//! The flag of the stage before becomes a queue: a waker puts a number
//! into it, and the loop polls the task of that number. A wake says
//! *which* future can go on, so the others are left alone.
//!
//! New here: [`Executor`], [`spawn`] and [`JoinHandle`], panics that
//! reach the joiner only, and a tracer.
//!
//! - asyncio: the loop's `_ready`, `create_task`, `Task.__step`; trio:
//!   `runq`; tokio: `LocalSet`, `spawn_local`.
//! - The loop holds the tasks, a task holds its future. A waker holds a
//!   number and the inbox, never the future: so a waker may go to any
//!   thread while its future stays on this one.
//! - Whoever holds a waker wakes; only the loop polls.
//! - A future is dropped when it is ready, before its joiner hears of
//!   it; one that never is, with its loop.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock};
use std::task::{Context, Poll, Wake, Waker};

// ANCHOR: event
/// What a tracer hears of. Each task has a number, which no other task
/// of its loop ever has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The task was made, by the call in that line.
    Spawn(u64, &'static Location<'static>),
    /// The task was put into the ready queue.
    Wake(u64),
    /// The task is given its turn.
    Poll(u64),
    /// The task has ended, by a value or by a panic.
    Done(u64),
}
// ANCHOR_END: event

// ANCHOR: inbox
/// What the loop and its wakers share.
#[derive(Default)]
struct Inbox {
    ready: Mutex<VecDeque<u64>>,
    bell: Condvar,
    tracer: OnceLock<fn(Event)>,
}
// ANCHOR_END: inbox

impl Inbox {
    fn queue(&self) -> MutexGuard<'_, VecDeque<u64>> {
        self.ready.lock().expect("nobody panics while holding it")
    }

    fn trace(&self, event: Event) {
        if let Some(tracer) = self.tracer.get() {
            tracer(event);
        }
    }
}

// ANCHOR: waker
/// Where a wake for one task goes: what the task's wakers hold.
struct Address {
    id: u64,
    queued: AtomicBool,
    inbox: Arc<Inbox>,
}

impl Wake for Address {
    fn wake(self: Arc<Self>) {
        // Who is in the queue already is not put there twice.
        if !self.queued.swap(true, Ordering::AcqRel) {
            self.inbox.trace(Event::Wake(self.id));
            self.inbox.queue().push_back(self.id);
            self.inbox.bell.notify_one();
        }
    }
}
// ANCHOR_END: waker

// ANCHOR: loop
struct Task<'a> {
    address: Arc<Address>,
    future: Pin<Box<dyn Future<Output = ()> + 'a>>,
}

/// The loop's own part, which never leaves its thread.
#[derive(Default)]
struct Loop {
    tasks: RefCell<BTreeMap<u64, Task<'static>>>,
    inbox: Arc<Inbox>,
    last_id: Cell<u64>,
    polls: Cell<u64>,
    turns: Cell<u64>,
}
// ANCHOR_END: loop

impl Loop {
    fn id(&self) -> u64 {
        self.last_id.update(|id| id + 1);
        self.last_id.get()
    }

    fn address(
        &self,
        line: &'static Location<'static>,
    ) -> Arc<Address> {
        let (id, inbox) = (self.id(), self.inbox.clone());
        inbox.trace(Event::Spawn(id, line));
        Arc::new(Address {
            id,
            queued: false.into(),
            inbox,
        })
    }

    // ANCHOR: poll
    fn poll(&self, task: &mut Task<'_>) -> Poll<()> {
        let Task { address, future } = task;
        // Before the poll: a wake during it asks for another one.
        address.queued.swap(false, Ordering::AcqRel);
        self.polls.update(|polls| polls + 1);
        self.inbox.trace(Event::Poll(address.id));
        let waker = Waker::from(address.clone());
        let poll =
            future.as_mut().poll(&mut Context::from_waker(&waker));
        if poll.is_ready() {
            self.inbox.trace(Event::Done(address.id));
        }
        poll
    }
    // ANCHOR_END: poll

    // ANCHOR: step
    /// Polls a spawned task, unless it has ended: the wake is stale.
    fn step(&self, id: u64) {
        // Out of the map: while it is polled it may spawn.
        let task = self.tasks.borrow_mut().remove(&id);
        if let Some(mut task) = task
            && self.poll(&mut task).is_pending()
        {
            self.tasks.borrow_mut().insert(id, task);
        }
    }
    // ANCHOR_END: step

    // ANCHOR: wait
    /// Sleeps while nothing is ready. To give the queue back and to
    /// sleep is one step for others, so no wake falls in between.
    fn wait(&self) {
        let (bell, queue) = (&self.inbox.bell, self.inbox.queue());
        let woken = bell.wait_while(queue, |ready| ready.is_empty());
        drop(woken.expect("nobody panics while holding it"));
    }
    // ANCHOR_END: wait
}

// ANCHOR: current
thread_local! {
    static CURRENT: RefCell<Option<Rc<Loop>>> =
        const { RefCell::new(None) };
}

fn current() -> Rc<Loop> {
    let running = CURRENT.with_borrow(Clone::clone);
    running.expect("no loop runs here: call it inside Executor::run")
}
// ANCHOR_END: current

// ANCHOR: running
/// A run ends where this is dropped, also when main panics.
struct Running;

impl Drop for Running {
    fn drop(&mut self) {
        CURRENT.take();
    }
}
// ANCHOR_END: running

/// An event loop and its tasks.
///
/// It stays on the thread that made it. Dropping it drops its tasks. In
/// asyncio the event loop; in trio what `trio.run` makes; in tokio a
/// `Runtime` with a `LocalSet`.
#[derive(Default)]
pub struct Executor(Rc<Loop>);

impl Executor {
    /// A loop without tasks.
    pub fn new() -> Executor {
        Executor::default()
    }

    /// Runs `main`, and beside it the tasks, until `main` is ready.
    ///
    /// `main` stands in the ready queue as tasks do, but this call
    /// holds and drops it, so it may borrow. A task that has not ended
    /// by then goes on in the next run. In asyncio
    /// `run_until_complete`, in trio `trio.run`, in tokio `block_on`.
    ///
    /// # Panics
    ///
    /// If `main` does, and inside a run, which goes on.
    // ANCHOR: run
    #[track_caller]
    pub fn run<F: Future>(&self, main: F) -> F::Output {
        let idle = CURRENT.with_borrow(Option::is_none);
        assert!(idle, "a loop runs on this thread: await instead");
        CURRENT.set(Some(self.0.clone()));
        let _running = Running;
        let output = Cell::new(None);
        let mut main = Task {
            address: self.0.address(Location::caller()),
            future: Box::pin(async { output.set(Some(main.await)) }),
        };
        main.address.clone().wake();
        while self.turn(&mut main).is_pending() {
            self.0.wait();
        }
        output.take().expect("main has ended")
    }
    // ANCHOR_END: run

    // ANCHOR: turn
    /// Polls what is ready now, not what gets ready meanwhile.
    fn turn(&self, main: &mut Task<'_>) -> Poll<()> {
        self.0.turns.update(|turns| turns + 1);
        let ready = self.0.inbox.queue().len();
        for _ in 0..ready {
            // One by one: when main ends, the others stay.
            let id = self.0.inbox.queue().pop_front();
            let id = id.expect("nobody else takes from the queue");
            if id != main.address.id {
                self.0.step(id);
            } else if self.0.poll(main).is_ready() {
                return Poll::Ready(());
            }
        }
        Poll::Pending
    }
    // ANCHOR_END: turn

    /// Has each event told to `tracer`, on the thread where it happens.
    /// The first tracer stays. In trio an `Instrument`, in tokio
    /// `on_task_spawn` and its like; asyncio has none.
    pub fn trace(&self, tracer: fn(Event)) {
        self.0.inbox.tracer.get_or_init(|| tracer);
    }

    /// How often it has polled a task, main included.
    pub fn polls(&self) -> u64 {
        self.0.polls.get()
    }

    /// How many turns it has begun.
    pub fn turns(&self) -> u64 {
        self.0.turns.get()
    }
}

// ANCHOR: outcome
/// Why a task has no output.
#[derive(Debug)]
pub enum JoinError {
    /// It panicked, with this.
    Panicked(Box<dyn Any + Send>),
}

/// What a task shares with its handle.
enum Outcome<T> {
    Awaited(Option<Waker>),
    Known(Result<T, JoinError>),
    Taken,
}
// ANCHOR_END: outcome

// ANCHOR: handle
/// Waits for the output of a task.
///
/// The task's end wakes who polled the handle last. Dropping the handle
/// does not stop the task. In asyncio the `Task`, in tokio
/// `JoinHandle`; trio has none.
///
/// # Panics
///
/// If it is polled after it was ready.
pub struct JoinHandle<T> {
    outcome: Rc<Cell<Outcome<T>>>,
}
// ANCHOR_END: handle

// ANCHOR: join
impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Self::Output> {
        let waker = Some(context.waker().clone());
        match self.outcome.replace(Outcome::Taken) {
            Outcome::Known(result) => return Poll::Ready(result),
            Outcome::Taken => panic!("polled after it was ready"),
            _ => self.outcome.set(Outcome::Awaited(waker)),
        }
        Poll::Pending
    }
}
// ANCHOR_END: join

/// Makes a task of `future`, which is polled on a later turn.
///
/// The loop holds it, and drops it when it is ready, before its joiner
/// is woken. In asyncio `create_task`, in trio `start_soon`, in tokio
/// `spawn_local`.
///
/// # Panics
///
/// Outside [`Executor::run`].
// ANCHOR: spawn
#[track_caller]
pub fn spawn<T: 'static>(
    future: impl Future<Output = T> + 'static,
) -> JoinHandle<T> {
    let this = current();
    let address = this.address(Location::caller());
    let outcome = Rc::new(Cell::new(Outcome::Awaited(None)));
    let handle = JoinHandle {
        outcome: outcome.clone(),
    };
    // Awaited in here, `future` is dropped by the poll that ends it:
    // what its destructors panic with is caught as well.
    let mut future = Box::pin(async { Ok(future.await) });
    let future = Box::pin(async move {
        let result = poll_fn(|context| {
            let poll = || future.as_mut().poll(context);
            catch_unwind(AssertUnwindSafe(poll))
                .unwrap_or_else(|e| Err(JoinError::Panicked(e)).into())
        });
        let known = Outcome::Known(result.await);
        let before = outcome.replace(known);
        if let Outcome::Awaited(Some(joiner)) = before {
            joiner.wake();
        }
    });
    address.clone().wake();
    let task = Task { address, future };
    this.tasks.borrow_mut().insert(task.address.id, task);
    handle
}
// ANCHOR_END: spawn
