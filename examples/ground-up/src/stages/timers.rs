// after: tasks
//! Deadlines: a task sleeps, and the loop wakes it in time.
//!
//! A sleep puts its waker into a map, under its deadline. When nothing
//! is ready the loop sleeps no longer than to the first deadline, and
//! then wakes all that are due. A sleep that is dropped takes its entry
//! away, so to drop it is to cancel it.
//!
//! New here: [`sleep`], [`timeout`], [`yield_now`] and [`now`].
//!
//! - asyncio: the heap `_scheduled`, `call_later`, `wait_for`; trio:
//!   `Deadlines`; tokio: the timer wheel.
//! - The map holds wakers, a [`Sleep`] holds the map and its key in it:
//!   a loop that is dropped while others hold a sleep of it is fine.
//! - The loop wakes a sleep, after its deadline and never before.
//! - Who drops the [`Sleep`] drops the timer.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::mem;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

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

/// The wakers of all sleeps, by deadline, and then in the order set.
type Timers = RefCell<BTreeMap<(Duration, u64), Waker>>;

struct Clock(Instant);

impl Default for Clock {
    fn default() -> Clock {
        Clock(Instant::now())
    }
}

impl Clock {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn until(&self, deadline: Duration) -> Duration {
        deadline.saturating_sub(self.now())
    }
}

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
    timers: Rc<Timers>,
    clock: Clock,
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
    /// Sleeps while nothing is ready, until the first deadline at most.
    /// To give the queue back and to sleep is one step for others, so
    /// no wake falls in between.
    fn wait(&self) {
        let first = self.timers.borrow().keys().next().map(|key| key.0);
        let limit = first
            .map_or(Duration::MAX, |first| self.clock.until(first));
        let (bell, queue) = (&self.inbox.bell, self.inbox.queue());
        let woken = bell
            .wait_timeout_while(queue, limit, |ready| ready.is_empty());
        drop(woken.expect("nobody panics while holding it"));
        while let Some(waker) = self.due() {
            waker.wake();
        }
    }
    // ANCHOR_END: wait

    // ANCHOR: due
    /// Takes out a timer whose deadline has come, the first set first.
    fn due(&self) -> Option<Waker> {
        let mut timers = self.timers.borrow_mut();
        let first = timers.first_entry()?;
        let due = first.key().0 <= self.clock.now();
        due.then(|| first.remove())
    }
    // ANCHOR_END: due
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

// ANCHOR: sleep
/// Is ready when its time is over. See [`sleep`].
pub struct Sleep {
    time: Duration,
    timer: Option<(Rc<Timers>, (Duration, u64))>,
}

/// Waits for `time`, which begins with the first poll.
///
/// The loop wakes who polled it last. Who drops it drops the timer. In
/// asyncio, trio and tokio `sleep`.
///
/// # Panics
///
/// If first polled outside [`Executor::run`].
pub fn sleep(time: Duration) -> Sleep {
    Sleep { time, timer: None }
}
// ANCHOR_END: sleep

// ANCHOR: sleep_poll
impl Future for Sleep {
    type Output = ();

    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        let waker = context.waker().clone();
        let Some((timers, key)) = &self.timer else {
            let this = current();
            let deadline = this.clock.now().saturating_add(self.time);
            let key = (deadline, this.id());
            this.timers.borrow_mut().insert(key, waker);
            self.timer = Some((this.timers.clone(), key));
            return Poll::Pending;
        };
        // The loop has taken out what was due.
        match timers.borrow_mut().get_mut(key) {
            Some(timer) => timer.clone_from(&waker),
            None => return Poll::Ready(()),
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some((timers, key)) = &self.timer {
            let _waker = timers.borrow_mut().remove(key);
        }
    }
}
// ANCHOR_END: sleep_poll

/// The time by the loop's clock, since the [`Executor`] was made.
///
/// In asyncio `loop.time`, in trio `current_time`, in tokio
/// `Instant::now`.
///
/// # Panics
///
/// Outside [`Executor::run`].
pub fn now() -> Duration {
    current().clock.now()
}

// ANCHOR: yield_now
/// Goes to the back of the ready queue, once.
///
/// In asyncio `sleep(0)`, in trio `checkpoint`, in tokio `yield_now`.
pub async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
// ANCHOR_END: yield_now

/// The time was over before the future was ready.
#[derive(Debug, PartialEq)]
pub struct Elapsed;

// ANCHOR: timeout
/// Drives `future` for at most `limit`.
///
/// The future is asked first: what is ready in the last moment counts.
/// It is dropped before this is ready. In asyncio `wait_for`, in trio
/// `fail_after`, in tokio `timeout`.
///
/// # Errors
///
/// [`Elapsed`], if the time was over first.
pub async fn timeout<T>(
    limit: Duration,
    future: impl Future<Output = T>,
) -> Result<T, Elapsed> {
    let (mut future, mut limit) = (pin!(future), sleep(limit));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Ok(output)),
        Poll::Pending => {
            pin!(&mut limit).poll(context).map(|()| Err(Elapsed))
        }
    })
    .await
}
// ANCHOR_END: timeout
