//! The loop: the ready queue, the turn, and what is between turns.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::future::pending;
use std::mem;
use std::panic::Location;
use std::pin::pin;
use std::ptr;
use std::rc::Rc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::{AcqRel, Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
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
    slots: Vec<Slot>,
    vacant: Vec<usize>,
    /// The slots of the tasks that can go on.
    ready: VecDeque<usize>,
    made: u64,
}

struct Slot {
    address: Arc<Address>,
    task: Option<Rc<dyn Step>>,
    /// Whether its number stands in the ready queue. While it does, the
    /// slot goes to no other task.
    in_queue: bool,
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
        let standing_in = StandIn::new(core, Location::caller());
        let mut main = pin!(main);
        loop {
            for _ in 0..core.begin_turn() {
                let Some((place, task)) = core.next_ready() else {
                    continue;
                };
                core.begin_poll(task.number());
                let ended = if standing_in.is(&task) {
                    let mut cx =
                        Context::from_waker(&standing_in.0.waker);
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
                    core.retire(place, Some(task));
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
        let slots = self.core.tasks.borrow_mut().take_slots();
        for slot in slots {
            if let Some(task) = slot.task {
                task.abort();
                self.core.settle(&*task);
                // A result that nobody took: its destructor can panic.
                let _ = contain(|| drop(task));
            }
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
        core.settle(&*task);
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
        let number = tasks.made;
        tasks.made += 1;
        let slot = tasks.queue_vacant(&self.inbox);
        let waker = Waker::from(slot.address.clone());
        let task = Rc::new(Task::new(number, waker, future));
        slot.task = Some(task.clone());
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

    /// Takes the next slot out of the ready queue, and its task, unless
    /// that ended meanwhile.
    fn next_ready(&self) -> Option<(usize, Rc<dyn Step>)> {
        let mut tasks = self.tasks.borrow_mut();
        let place = tasks.ready.pop_front()?;
        let slot = &mut tasks.slots[place];
        slot.in_queue = false;
        // Before the poll, so that a wake during it counts; read and
        // written at once, so that the poll sees what the waker's
        // thread did before.
        slot.address.queued.swap(false, AcqRel);
        let task = slot.task.clone();
        drop(tasks);
        match task {
            Some(task) if !self.settle(&*task) => Some((place, task)),
            ended => {
                self.retire(place, ended);
                None
            }
        }
    }

    /// Ends a task that was aborted; says whether it has ended.
    fn settle(&self, task: &dyn Step) -> bool {
        let ended = task.settle();
        if ended {
            self.tell(What::Ended, Some(task.number()), None);
        }
        ended
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
            self.look(ZERO);
        }
    }

    /// Takes an ended task out of its slot.
    fn retire(&self, place: usize, task: Option<Rc<dyn Step>>) {
        let mut tasks = self.tasks.borrow_mut();
        let slot = &mut tasks.slots[place];
        slot.task = None;
        if !slot.in_queue {
            tasks.vacant.push(place);
        }
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
        let anything = self.reactor.look(self, timeout);
        let letters = self.inbox.collect();
        letters.iter().for_each(|address| self.schedule(address));
        anything || !letters.is_empty()
    }

    fn between_turns(&self) {
        if self.tasks.borrow().ready.is_empty() {
            self.sleep();
        }
        self.fire_timers();
    }

    /// Sleeps until something happens; a virtual clock jumps instead.
    fn sleep(&self) {
        let Some(jobs) = self.inbox.fall_asleep() else {
            self.look(ZERO);
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
        let silent = !self.look(timeout);
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

    /// Puts a woken task into the ready queue, if it is the one that
    /// lives there.
    fn schedule(&self, address: &Arc<Address>) {
        let mut tasks = self.tasks.borrow_mut();
        let Some(slot) = tasks.slots.get_mut(address.slot) else {
            return;
        };
        let here = Arc::ptr_eq(&slot.address, address);
        let Some(task) = slot.task.as_ref().filter(|_| here) else {
            return;
        };
        let number = task.number();
        slot.in_queue = true;
        tasks.ready.push_back(address.slot);
        drop(tasks);
        self.tell(What::Woken, Some(number), None);
    }
}

const ZERO: Option<Duration> = Some(Duration::ZERO);

impl Tasks {
    /// Takes all tasks out; their numbers are not used again.
    fn take_slots(&mut self) -> Vec<Slot> {
        self.vacant.clear();
        self.ready.clear();
        mem::take(&mut self.slots)
    }

    /// A vacant slot, in the ready queue, with an address that nobody
    /// else holds.
    fn queue_vacant(&mut self, inbox: &Arc<Mail>) -> &mut Slot {
        let place = self.vacant.pop().unwrap_or(self.slots.len());
        self.ready.push_back(place);
        if place == self.slots.len() {
            self.slots.push(Slot::new(place, inbox));
        }
        let slot = &mut self.slots[place];
        if Arc::strong_count(&slot.address) > 1 {
            *slot = Slot::new(place, inbox);
        }
        slot.address.queued.store(true, Relaxed);
        slot.in_queue = true;
        slot
    }
}

impl Slot {
    fn new(place: usize, inbox: &Arc<Mail>) -> Slot {
        let address = Address {
            slot: place,
            inbox: inbox.clone(),
            queued: AtomicBool::new(false),
        };
        Slot {
            address: Arc::new(address),
            task: None,
            in_queue: false,
        }
    }
}

impl Wake for Address {
    fn wake(self: Arc<Address>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Address>) {
        if self.queued.swap(true, AcqRel) {
            return;
        }
        let core = CURRENT.try_with(|current| current.borrow().clone());
        match core.ok().flatten() {
            Some(core) if Arc::ptr_eq(&core.inbox, &self.inbox) => {
                core.schedule(self);
            }
            _ => self.inbox.post(self.clone()),
        }
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
        let ended = CURRENT.replace(self.outer.take());
        // Main may have panicked, and has the turn no more.
        ended.inspect(|core| core.current.set(None));
    }
}

/// The task that stands for main in the ready queue. The future of main
/// itself is on the stack of `run`, for it may borrow.
struct StandIn(Rc<Task<()>>);

impl StandIn {
    fn new(core: &Core, line: Line) -> StandIn {
        StandIn(core.insert(pending(), line))
    }

    fn is(&self, task: &Rc<dyn Step>) -> bool {
        ptr::addr_eq(Rc::as_ptr(&self.0), Rc::as_ptr(task))
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.0.abort();
    }
}
