// after: pool
//! Cancelling by dropping: a task that is told to end is polled once
//! more, and drops its future instead.
//!
//! A suspended future is a value. To cancel it, nothing has to be
//! thrown into it: it is dropped, and its destructors clean up. They
//! cannot wait, and they cannot refuse.
//!
//! New here: [`JoinHandle::abort`]. Dropping the loop aborts its tasks.
//!
//! - asyncio: `Task.cancel`, which throws `CancelledError` at the
//!   `await`; trio: a scope's `cancel`; tokio: `JoinHandle::abort`.
//! - The handle holds the task's address, where it leaves the order.
//! - Who aborts wakes the task; the task's end wakes the joiner.
//! - The task drops its future, on its own turn, before the joiner
//!   hears of it.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::{poll_fn, ready};
use std::io::{self, ErrorKind::WouldBlock, Read, Write};
use std::mem;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::panic::{
    AssertUnwindSafe, Location, catch_unwind, resume_unwind,
};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, ioctl_fionbio};

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
    queue: Mutex<Queue>,
    bell: Bell,
    tracer: OnceLock<fn(Event)>,
}
// ANCHOR_END: inbox

// ANCHOR: queue
/// The ready queue, and whether the loop sleeps. One lock for both, so
/// no wake is lost: either the loop finds the task in the queue and
/// does not sleep, or the waker finds the loop asleep and rings. A bell
/// that is rung before the system listens is still heard: its byte
/// stays.
#[derive(Default)]
struct Queue {
    ready: VecDeque<u64>,
    asleep: bool,
    jobs: usize,
}
// ANCHOR_END: queue

impl Inbox {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().expect("nobody panics while holding it")
    }

    // ANCHOR: asleep
    /// True if nothing is ready; from now on a wake rings the bell.
    fn fall_asleep(&self) -> bool {
        let mut queue = self.queue();
        queue.asleep = queue.ready.is_empty();
        queue.asleep
    }

    /// True if the bell was rung since.
    fn wake_up(&self) -> bool {
        let rung = !mem::take(&mut self.queue().asleep);
        if rung {
            self.bell.hush();
        }
        rung
    }
    // ANCHOR_END: asleep

    // ANCHOR: jobs
    fn job_begins(&self) {
        self.queue().jobs += 1;
    }

    /// After the wake: until then the virtual clock must not jump.
    fn job_ends(&self) {
        let mut queue = self.queue();
        queue.jobs -= 1;
        if mem::take(&mut queue.asleep) {
            self.bell.ring();
        }
    }
    // ANCHOR_END: jobs

    fn trace(&self, event: Event) {
        if let Some(tracer) = self.tracer.get() {
            tracer(event);
        }
    }
}

// ANCHOR: bell
/// Ends the loop's sleep, from any thread.
struct Bell {
    rope: UnixStream,
    clapper: UnixStream,
}

impl Default for Bell {
    fn default() -> Bell {
        let pair = UnixStream::pair().and_then(|(rope, clapper)| {
            rope.set_nonblocking(true)?;
            clapper.set_nonblocking(true)?;
            Ok(Bell { rope, clapper })
        });
        pair.expect("the system can make one more pair of sockets")
    }
}

impl Bell {
    fn ring(&self) {
        // An error: it is full, so it rings already.
        let _ = (&self.rope).write(&[1]);
    }

    fn hush(&self) {
        while (&self.clapper).read(&mut [0; 64]).is_ok() {}
    }
}
// ANCHOR_END: bell

// ANCHOR: waker
/// Where a wake for one task goes: what the task's wakers hold.
struct Address {
    id: u64,
    queued: AtomicBool,
    aborted: AtomicBool,
    inbox: Arc<Inbox>,
}

impl Wake for Address {
    fn wake(self: Arc<Self>) {
        // Who is in the queue already is not put there twice.
        if !self.queued.swap(true, Ordering::AcqRel) {
            self.inbox.trace(Event::Wake(self.id));
            let mut queue = self.inbox.queue();
            queue.ready.push_back(self.id);
            if mem::take(&mut queue.asleep) {
                self.inbox.bell.ring();
            }
        }
    }
}
// ANCHOR_END: waker

/// The wakers of all sleeps, by deadline, and then in the order set.
type Timers = RefCell<BTreeMap<(Duration, u64), Waker>>;

/// Who waits for a socket, in the order in which they came.
type Waits = RefCell<BTreeMap<u64, Wait>>;

// ANCHOR: waits
struct Wait {
    io: Rc<dyn AsFd>,
    interest: Interest,
    waker: Waker,
}

impl Wait {
    /// A hang-up and an error are told whether asked for or not.
    fn entry(&self) -> PollFd<'_> {
        let flags = match self.interest {
            Interest::Read => PollFlags::IN,
            Interest::Write => PollFlags::OUT,
        };
        PollFd::new(&self.io, flags)
    }
}
// ANCHOR_END: waits

/// Not every system takes a longer limit, and one turn a day is cheap.
const A_DAY: Duration = Duration::from_secs(86_400);

// ANCHOR: clock
enum Clock {
    Real(Instant),
    Virtual(Cell<Duration>),
}

impl Default for Clock {
    fn default() -> Clock {
        Clock::Real(Instant::now())
    }
}

impl Clock {
    fn now(&self) -> Duration {
        match self {
            Clock::Real(start) => start.elapsed(),
            Clock::Virtual(time) => time.get(),
        }
    }

    /// How long the thread has to sleep for that deadline.
    fn until(&self, deadline: Duration) -> Duration {
        match self {
            Clock::Real(_) => deadline.saturating_sub(self.now()),
            Clock::Virtual(_) => Duration::ZERO,
        }
    }

    /// Whether it stands still for the jobs of a pool.
    fn waits(&self) -> bool {
        matches!(self, Clock::Virtual(_))
    }

    /// Nothing was ready for so long. The real clock knows.
    fn jump(&self, deadline: Duration) {
        if let Clock::Virtual(time) = self {
            time.set(deadline);
        }
    }
}
// ANCHOR_END: clock

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
    waits: Rc<Waits>,
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
        let (queued, aborted) = Default::default();
        Arc::new(Address {
            id,
            queued,
            aborted,
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
    fn wait(&self) {
        let idle = self.inbox.fall_asleep();
        let first = self.timers.borrow().keys().next().map(|key| key.0);
        // A job ends with the bell, so to look at the count now is
        // safe.
        let held = self.clock.waits() && self.inbox.queue().jobs > 0;
        let now = self.clock.now();
        let first = first.filter(|first| !held || *first <= now);
        let limit = first
            .map_or(Duration::MAX, |first| self.clock.until(first));
        let found =
            self.look(if idle { limit } else { Duration::ZERO });
        let idle = idle && !self.inbox.wake_up() && found.is_empty();
        if let (true, Some(first)) = (idle, first) {
            self.clock.jump(first);
        }
        for id in found {
            let wait = self.waits.borrow_mut().remove(&id);
            if let Some(wait) = wait {
                wait.waker.wake();
            }
        }
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

    // ANCHOR: look
    /// Hands the list to the system, and sleeps there for at most so
    /// long. Returns which of the waits are over.
    fn look(&self, limit: Duration) -> Vec<u64> {
        let bell = &self.inbox.bell.clapper;
        let waits = self.waits.borrow();
        let mut list: Vec<_> =
            waits.values().map(Wait::entry).collect();
        list.push(PollFd::new(bell, PollFlags::IN));
        let limit = Timespec::try_from(limit.min(A_DAY));
        let limit = limit.expect("a day is short");
        if let Err(error) = poll(&mut list, Some(&limit)) {
            assert_eq!(error, Errno::INTR, "the system cannot poll");
        }
        let ready = |entry: &PollFd<'_>| !entry.revents().is_empty();
        let ids = waits.keys().zip(&list);
        ids.filter(|(_, e)| ready(e)).map(|(id, _)| *id).collect()
    }
    // ANCHOR_END: look
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
struct Running(Option<Rc<Loop>>);

impl Drop for Running {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
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

    // ANCHOR: virtual
    /// A loop without tasks, whose clock begins at zero and jumps to
    /// the first deadline when nothing is ready and a look at the
    /// sockets finds nothing. It waits for the jobs of a [`Pool`], and
    /// for no other threads.
    pub fn with_virtual_clock() -> Executor {
        let clock = Clock::Virtual(Cell::default());
        Executor(Rc::new(Loop {
            clock,
            ..Loop::default()
        }))
    }
    // ANCHOR_END: virtual

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
        let _running = Running(CURRENT.replace(Some(self.0.clone())));
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
        let ready = self.0.inbox.queue().ready.len();
        for _ in 0..ready {
            // One by one: when main ends, the others stay.
            let id = self.0.inbox.queue().ready.pop_front();
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
    /// It was aborted, or its loop was dropped.
    Aborted,
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
    task: Arc<Address>,
}
// ANCHOR_END: handle

// ANCHOR: abort
impl<T> JoinHandle<T> {
    /// Has the task drop its future, on its next turn. A task that has
    /// ended keeps its result.
    ///
    /// In asyncio `Task.cancel`, in trio `CancelScope.cancel`, in tokio
    /// `abort`.
    pub fn abort(&self) {
        self.task.aborted.store(true, Ordering::Relaxed);
        self.task.clone().wake();
    }
}
// ANCHOR_END: abort

// ANCHOR: drop
impl Drop for Executor {
    /// Aborts all tasks, also those that destructors spawn.
    fn drop(&mut self) {
        let _running = Running(CURRENT.replace(Some(self.0.clone())));
        let next = || {
            let tasks = self.0.tasks.borrow();
            let (id, task) = tasks.first_key_value()?;
            task.address.aborted.store(true, Ordering::Relaxed);
            Some(*id)
        };
        while let Some(id) = next() {
            self.0.step(id);
        }
    }
}
// ANCHOR_END: drop

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
        task: address.clone(),
    };
    let task = address.clone();
    // Awaited in here, `future` is dropped by the poll that ends it:
    // what its destructors panic with is caught as well.
    let mut future: Pin<Box<dyn Future<Output = _>>> =
        Box::pin(async { Ok(future.await) });
    let future = Box::pin(async move {
        let result = poll_fn(|context| {
            let poll = || {
                if task.aborted.load(Ordering::Relaxed) {
                    future = Box::pin(ready(Err(JoinError::Aborted)));
                }
                future.as_mut().poll(context)
            };
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

/// What a task waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interest {
    /// To read, or to accept.
    Read,
    /// To write, or to be connected.
    Write,
}

// ANCHOR: async
/// A socket, or another descriptor, that tasks wait for.
///
/// Dropping it closes it. In asyncio `sock_recv` and its like,
/// in trio `trio.socket`, in tokio `AsyncFd`.
pub struct Async<T: AsFd + 'static> {
    io: Rc<T>,
    waits: Rc<Waits>,
}
// ANCHOR_END: async

impl<T: AsFd + 'static> Async<T> {
    /// Makes `io` non-blocking.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    ///
    /// # Panics
    ///
    /// Outside [`Executor::run`].
    // ANCHOR: new
    pub fn new(io: T) -> io::Result<Async<T>> {
        ioctl_fionbio(&io, true)?;
        let waits = current().waits.clone();
        Ok(Async {
            io: Rc::new(io),
            waits,
        })
    }
    // ANCHOR_END: new

    /// The socket itself, for what does not block.
    pub fn get(&self) -> &T {
        &self.io
    }

    /// Tries `operation` until it no longer would block, and waits in
    /// between. In asyncio `sock_recv` and its like, in tokio
    /// `async_io`.
    ///
    /// # Errors
    ///
    /// Those of `operation`.
    // ANCHOR: with
    pub async fn with<R>(
        &self,
        interest: Interest,
        mut operation: impl FnMut(&T) -> io::Result<R>,
    ) -> io::Result<R> {
        loop {
            match operation(&self.io) {
                Err(error) if error.kind() == WouldBlock => {}
                done => return done,
            }
            self.ready(interest).await?;
        }
    }
    // ANCHOR_END: with
}

// ANCHOR: place
/// A wait's place in the list.
struct Place<'a> {
    waits: &'a Waits,
    id: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let _wait = self.waits.borrow_mut().remove(&self.id);
    }
}
// ANCHOR_END: place

impl<T: AsFd + 'static> Async<T> {
    /// Waits until an operation would not block. It may block all the
    /// same, where another task was faster.
    ///
    /// The loop wakes who polled it last. Dropped, it leaves the list.
    /// In asyncio `add_reader`, in trio `wait_readable`, in tokio
    /// `AsyncFd::readable`.
    ///
    /// # Errors
    ///
    /// None at this stage.
    ///
    /// # Panics
    ///
    /// If first polled outside [`Executor::run`], and the loop, where
    /// the system cannot poll.
    // ANCHOR: ready
    pub async fn ready(&self, interest: Interest) -> io::Result<()> {
        let (waits, id) = (&*self.waits, current().id());
        let place = Place { waits, id };
        let mut listed = false;
        poll_fn(|context| {
            // The loop has taken out what was ready.
            if listed && !waits.borrow().contains_key(&place.id) {
                return Poll::Ready(Ok(()));
            }
            let (io, waker) =
                (self.io.clone(), context.waker().clone());
            let wait = Wait {
                io,
                interest,
                waker,
            };
            let _old = waits.borrow_mut().insert(place.id, wait);
            listed = true;
            Poll::Pending
        })
        .await
    }
    // ANCHOR_END: ready
}

// ANCHOR: pool
type Job = Box<dyn FnOnce() + Send>;

/// Threads for what would keep the loop's own.
///
/// Clones share the threads. In asyncio `ThreadPoolExecutor`, in trio a
/// `CapacityLimiter`, in tokio the blocking pool.
#[derive(Clone)]
pub struct Pool(mpsc::Sender<Job>);

impl Pool {
    /// A pool of so many threads. They end with its last clone, when
    /// all jobs are done.
    pub fn new(threads: usize) -> Pool {
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..threads {
            let queue = queue.clone();
            thread::spawn(move || {
                let next = || queue.lock().ok()?.recv().ok();
                while let Some(job) = next() {
                    job();
                }
            });
        }
        Pool(jobs)
    }
}
// ANCHOR_END: pool

// ANCHOR: slot
/// What a job shares with its future.
struct Slot<T> {
    result: Option<thread::Result<T>>,
    waker: Option<Waker>,
}
// ANCHOR_END: slot

impl Pool {
    /// Has `job` run on a thread of the pool.
    ///
    /// The thread wakes who awaits it. Dropped, it lets the job go on.
    /// In asyncio `to_thread`, in trio `to_thread.run_sync`, in tokio
    /// `spawn_blocking`.
    ///
    /// # Panics
    ///
    /// If the job does, and if first polled outside [`Executor::run`].
    // ANCHOR: job
    pub async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        let slot = Slot {
            result: None,
            waker: None,
        };
        let slot = Arc::new(Mutex::new(slot));
        let (theirs, inbox) = (slot.clone(), current().inbox.clone());
        inbox.job_begins();
        let job = move || {
            let result = catch_unwind(AssertUnwindSafe(job));
            let waker = theirs.lock().ok().and_then(|mut slot| {
                slot.result = Some(result);
                slot.waker.take()
            });
            if let Some(waker) = waker {
                waker.wake();
            }
            inbox.job_ends();
        };
        self.0.send(Box::new(job)).expect("a pool has its threads");
        let result = poll_fn(|context| {
            let mut slot = slot.lock().expect("no holder panics");
            slot.waker = Some(context.waker().clone());
            slot.result.take().map_or(Poll::Pending, Poll::Ready)
        });
        result.await.unwrap_or_else(|panic| resume_unwind(panic))
    }
    // ANCHOR_END: job
}
