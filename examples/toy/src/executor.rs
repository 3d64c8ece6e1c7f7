//! The loop: the ready queue, the turn, and what is between turns.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::future::pending;
use std::panic::Location;
use std::pin::pin;
use std::ptr;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering::AcqRel};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake};
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::inbox::{Inbox, Primitives};
use crate::reactor::Reactor;
use crate::task::{JoinHandle, Step, Task, contain};
use crate::timer::Timers;
use crate::trace::{Event, Line, What};

/// So many polls between two looks at the sockets, and so many rounds
/// of socket operations in one poll, at most.
const FAIR: u32 = 64;

thread_local! {
    static CURRENT: RefCell<Option<Rc<Core>>> =
        const { RefCell::new(None) };
}

/// The event loop: it owns its tasks, its timers and its sockets, and
/// runs on the thread that made it. `asyncio.EventLoop`; in trio all
/// that `trio.run` makes; a tokio `Runtime` of one thread.
///
/// Whoever calls [`run`](Executor::run) holds it. Tasks live until it is
/// dropped: a later run goes on with them. Dropping it drops them, and
/// their handles say `Aborted`.
pub struct Executor {
    core: Rc<Core>,
}

/// What the loop and its leaf futures share.
pub(crate) struct Core {
    pub(crate) clock: Clock,
    pub(crate) inbox: Arc<Mail>,
    pub(crate) timers: RefCell<Timers>,
    pub(crate) reactor: Reactor,
    tasks: RefCell<Tasks>,
    current: Cell<Option<u64>>,
    rounds: Cell<u32>,
    unlooked: Cell<u32>,
    polls: Cell<u64>,
    turns: Cell<u64>,
    closing: Cell<bool>,
    tracer: OnceCell<Box<dyn Fn(Event)>>,
}

#[derive(Default)]
struct Tasks {
    /// By the slot that their addresses name.
    live: Vec<Option<Rc<dyn Step>>>,
    vacant: Vec<Arc<Address>>,
    ready: VecDeque<Arc<Address>>,
    made: u64,
}

/// What a waker holds: where the task lives and how to tell its loop,
/// never the future. So a waker can go to any thread, and the future
/// need not. While anybody holds a clone the address is that of this
/// task alone; afterwards it goes to the slot's next task.
pub(crate) struct Address {
    slot: usize,
    inbox: Arc<Mail>,
    /// Whether it stands in the ready queue or in the inbox.
    queued: AtomicBool,
}

/// The inbox of a loop, with a real lock and a real bell.
pub(crate) type Mail = Inbox<Arc<Address>, Real>;

pub(crate) struct Real;

impl Primitives for Real {
    type Lock<T> = Mutex<T>;
    type Bell = mio::Waker;

    fn lock<T>(value: T) -> Mutex<T> {
        Mutex::new(value)
    }

    fn with<T, R>(lock: &Mutex<T>, f: impl FnOnce(&mut T) -> R) -> R {
        // No change panics halfway: what is there is whole.
        f(&mut lock.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn ring(bell: &mio::Waker) {
        bell.wake().expect("the system takes one more event");
    }
}

impl Executor {
    /// A loop on the system's monotonic clock.
    ///
    /// # Panics
    ///
    /// If the system has no descriptors left for its poll.
    #[must_use]
    pub fn new() -> Executor {
        Executor::with(Clock::Real(Instant::now()))
    }

    /// A loop whose clock stands still, and jumps to the next deadline
    /// when there is nothing else to do: nothing is ready, the bell is
    /// silent, no socket is ready and no job of a pool runs. trio's
    /// `MockClock(autojump_threshold=0)`; tokio's `start_paused`.
    ///
    /// # Panics
    ///
    /// If the system has no descriptors left for its poll.
    #[must_use]
    pub fn with_virtual_clock() -> Executor {
        Executor::with(Clock::Virtual(Cell::default()))
    }

    fn with(clock: Clock) -> Executor {
        let (reactor, bell) = Reactor::new();
        let core = Rc::new(Core {
            clock,
            inbox: Arc::new(Inbox::new(bell)),
            timers: RefCell::default(),
            reactor,
            tasks: RefCell::default(),
            current: Cell::default(),
            rounds: Cell::default(),
            unlooked: Cell::default(),
            polls: Cell::default(),
            turns: Cell::default(),
            closing: Cell::default(),
            tracer: OnceCell::new(),
        });
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
    /// other, but that it may borrow; the others run meanwhile, and stay
    /// where they are when it ends. `loop.run_until_complete`;
    /// `Runtime::block_on`, whose future is not in the ready queue.
    ///
    /// # Panics
    ///
    /// If a loop runs on this thread already, and if `main` panics.
    #[track_caller]
    pub fn run<F: Future>(&self, main: F) -> F::Output {
        assert!(
            Core::try_current().is_none(),
            "Executor::run was called inside a run: await the future"
        );
        let core = &self.core;
        // Dropped in reverse order: main's destructors find the loop.
        let _entered = Entered::new(core);
        let place = Place::of_main(core, Location::caller());
        let mut main = pin!(main);
        loop {
            for _ in 0..core.begin_turn() {
                let Some(task) = core.next_ready() else {
                    continue;
                };
                core.begin_poll(task.number());
                let ended = if place.is(&task) {
                    let mut cx = Context::from_waker(&place.0.waker);
                    if let Poll::Ready(output) =
                        main.as_mut().poll(&mut cx)
                    {
                        core.end_poll(What::Ended);
                        return output;
                    }
                    false
                } else {
                    task.poll()
                };
                if ended {
                    core.end_poll(What::Ended);
                    core.retire(task);
                } else {
                    core.end_poll(What::Parked);
                }
            }
            core.between_turns();
        }
    }

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

impl Drop for Executor {
    fn drop(&mut self) {
        let _entered = Entered::new(&self.core);
        self.core.closing.set(true);
        let tasks = self.core.tasks.take();
        for task in tasks.live.into_iter().flatten() {
            task.abort();
            // A result that nobody took: its destructor can panic.
            let _ = contain(|| drop(task));
        }
        self.core.inbox.close();
    }
}

/// Makes a task of `future` and puts it at the end of the ready queue.
/// The loop holds the task; the handle is for its result. A panic in it
/// reaches the one who awaits the handle, and nobody else.
/// `asyncio.create_task`; `nursery.start_soon`; `tokio::task::spawn_local`.
///
/// # Panics
///
/// If no loop runs on this thread.
#[track_caller]
pub fn spawn<T: 'static>(
    future: impl Future<Output = T> + 'static,
) -> JoinHandle<T> {
    let core = Core::current("spawn");
    let task = core.insert(future, Location::caller());
    if core.closing.get() {
        task.abort();
    }
    JoinHandle { task }
}

/// The time since the running loop was made, by its own clock.
/// `loop.time()`; `trio.current_time()`; `tokio::time::Instant::now()`.
///
/// # Panics
///
/// If no loop runs on this thread.
#[must_use]
#[track_caller]
pub fn now() -> Duration {
    Core::current("now").clock.now()
}

impl Core {
    /// The loop that runs on this thread, if one does.
    pub(crate) fn try_current() -> Option<Rc<Core>> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// The same, for those who cannot do without.
    #[track_caller]
    pub(crate) fn current(who: &str) -> Rc<Core> {
        let Some(core) = Core::try_current() else {
            panic!("{who} needs a running loop: see Executor::run");
        };
        core
    }

    pub(crate) fn tell(
        &self,
        what: What,
        task: Option<u64>,
        line: Option<Line>,
    ) {
        if let Some(tracer) = self.tracer.get() {
            let by = self.current.get();
            tracer(Event {
                what,
                task,
                by,
                line,
            });
        }
    }

    /// As `tell`, of something that the task with the turn does.
    pub(crate) fn tell_own(&self, what: What, line: Option<Line>) {
        self.tell(what, self.current.get(), line);
    }

    fn insert<T: 'static>(
        &self,
        future: impl Future<Output = T> + 'static,
        line: Line,
    ) -> Rc<Task<T>> {
        let mut tasks = self.tasks.borrow_mut();
        let address = tasks.address(&self.inbox);
        let number = tasks.made;
        tasks.made += 1;
        let task = Rc::new(Task::new(number, address.clone(), future));
        tasks.live[address.slot] = Some(task.clone());
        tasks.ready.push_back(address);
        drop(tasks);
        self.tell(What::Spawned, Some(number), Some(line));
        task
    }

    fn begin_turn(&self) -> usize {
        self.turns.set(self.turns.get() + 1);
        let ready = self.tasks.borrow().ready.len();
        self.tell(What::Turn(ready), None, None);
        ready
    }

    /// The next task of the ready queue, unless it ended meanwhile.
    fn next_ready(&self) -> Option<Rc<dyn Step>> {
        let mut tasks = self.tasks.borrow_mut();
        let address = tasks.ready.pop_front()?;
        // Before the poll, so that a wake during it counts; read and
        // written at once, so that the poll sees what the waker's
        // thread did before.
        address.queued.swap(false, AcqRel);
        let task = tasks.live.get(address.slot)?.clone()?;
        drop(tasks);
        if !Arc::ptr_eq(task.address(), &address) {
            return None;
        }
        if task.has_ended() {
            self.retire(task);
            return None;
        }
        Some(task)
    }

    fn begin_poll(&self, task: u64) {
        self.polls.set(self.polls.get() + 1);
        self.rounds.set(FAIR);
        self.current.set(Some(task));
        self.tell_own(What::Polled, None);
    }

    fn end_poll(&self, what: What) {
        self.tell_own(what, None);
        self.current.set(None);
        self.unlooked.set(self.unlooked.get() + 1);
        if self.unlooked.get() >= FAIR {
            self.look(Some(Duration::ZERO));
        }
    }

    /// Takes an ended task out of the loop.
    fn retire(&self, task: Rc<dyn Step>) {
        let mut tasks = self.tasks.borrow_mut();
        let address = task.address().clone();
        tasks.live[address.slot] = None;
        tasks.vacant.push(address);
        drop(tasks);
        // A result that nobody took: its destructor can panic.
        let _ = contain(|| drop(task));
    }

    /// One more operation on a socket in this poll, unless it is time
    /// to let others run.
    pub(crate) fn poll_round(&self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(left) = self.rounds.get().checked_sub(1) {
            self.rounds.set(left);
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// Says whether the system had anything to tell.
    fn look(&self, timeout: Option<Duration>) -> bool {
        self.unlooked.set(0);
        self.reactor.look(self, timeout)
    }

    fn between_turns(&self) {
        self.open_mail();
        if self.tasks.borrow().ready.is_empty() {
            self.sleep();
            self.open_mail();
        }
        self.fire_timers();
    }

    fn open_mail(&self) {
        for address in self.inbox.collect() {
            self.schedule(address);
        }
    }

    /// Sleeps until something happens; a virtual clock jumps instead.
    fn sleep(&self) {
        let Some(jobs) = self.inbox.fall_asleep() else {
            return;
        };
        let deadline = self.timers.borrow().first();
        let left =
            deadline.map(|at| at.saturating_sub(self.clock.now()));
        let timeout = match (&self.clock, left) {
            (Clock::Real(_), left) => left,
            (_, Some(left)) if jobs == 0 || left.is_zero() => ZERO,
            _ => None,
        };
        self.tell(What::Idle(timeout), None, None);
        let silent = !self.look(timeout) && self.inbox.is_silent();
        if let (Clock::Virtual(now), Some(left)) = (&self.clock, left)
            && silent
        {
            now.set(now.get() + left);
            self.tell(What::Jumped(now.get()), None, None);
        }
    }

    fn fire_timers(&self) {
        if self.timers.borrow().first().is_none() {
            return;
        }
        let due = self.timers.borrow_mut().take_due(self.clock.now());
        for (deadline, waker) in due {
            self.tell(What::TimerFired(deadline), None, None);
            waker.wake();
        }
    }

    /// Puts a woken task into the ready queue, if it is still there.
    fn schedule(&self, address: Arc<Address>) {
        let mut tasks = self.tasks.borrow_mut();
        let Some(Some(task)) = tasks.live.get(address.slot) else {
            return;
        };
        if !Arc::ptr_eq(task.address(), &address) {
            return;
        }
        let task = task.number();
        tasks.ready.push_back(address);
        drop(tasks);
        self.tell(What::Woken, Some(task), None);
    }
}

const ZERO: Option<Duration> = Some(Duration::ZERO);

impl Tasks {
    /// The address of a vacant slot, that nobody else holds.
    fn address(&mut self, inbox: &Arc<Mail>) -> Arc<Address> {
        let slot = match self.vacant.pop() {
            Some(address) if Arc::strong_count(&address) == 1 => {
                address.queued.swap(true, AcqRel);
                return address;
            }
            Some(address) => address.slot,
            None => self.live.len(),
        };
        self.live.resize(self.live.len().max(slot + 1), None);
        Arc::new(Address {
            slot,
            inbox: inbox.clone(),
            queued: AtomicBool::new(true),
        })
    }
}

impl Wake for Address {
    fn wake(self: Arc<Address>) {
        if self.queued.swap(true, AcqRel) {
            return;
        }
        let core = CURRENT.try_with(|current| current.borrow().clone());
        match core.ok().flatten() {
            Some(core) if Arc::ptr_eq(&core.inbox, &self.inbox) => {
                core.schedule(self);
            }
            _ => self.inbox.clone().post(self),
        }
    }

    fn wake_by_ref(self: &Arc<Address>) {
        self.clone().wake();
    }
}

/// While it lives, this thread runs that loop.
struct Entered {
    outer: Option<Rc<Core>>,
}

impl Entered {
    fn new(core: &Rc<Core>) -> Entered {
        let outer = CURRENT.replace(Some(core.clone()));
        Entered { outer }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(self.outer.take());
    }
}

/// The task that stands for main in the ready queue. The future of main
/// itself is on the stack of `run`, for it may borrow.
struct Place(Rc<Task<()>>);

impl Place {
    fn of_main(core: &Core, line: Line) -> Place {
        Place(core.insert(pending(), line))
    }

    fn is(&self, task: &Rc<dyn Step>) -> bool {
        ptr::addr_eq(Rc::as_ptr(&self.0), Rc::as_ptr(task))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.abort();
    }
}
