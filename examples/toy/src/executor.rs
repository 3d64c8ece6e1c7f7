//! The loop: the ready queue, the turn, and what happens between turns.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::fmt::{self, Debug};
use std::mem;
use std::panic::Location;
use std::pin::pin;
use std::ptr;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::inbox::{Inbox, Primitives};
use crate::reactor::Reactor;
use crate::task::{JoinHandle, Step, Task, contain};
use crate::timer::Timers;
use crate::trace::{Event, Line, TaskId};

/// So many polls between two looks at the sockets, and so many rounds
/// of socket operations in one poll, at most.
const FAIR: u32 = 64;

thread_local! {
    static CURRENT: RefCell<Option<Rc<Core>>> = const { RefCell::new(None) };
}

/// The event loop: it owns its tasks, its timers and its sockets, and
/// runs on the thread that made it. `asyncio.EventLoop`; in trio all
/// that `trio.run` makes; in tokio a `Runtime` of the flavour
/// `current_thread`.
///
/// Whoever calls [`run`](Executor::run) holds it. Tasks live until it is
/// dropped: a later run goes on with them. Dropping it drops them, and
/// their handles say `Aborted`.
pub struct Executor {
    core: Rc<Core>,
}

/// What the loop, its leaf futures and its handles share.
pub(crate) struct Core {
    pub(crate) clock: Clock,
    pub(crate) inbox: Arc<Mail>,
    pub(crate) timers: RefCell<Timers>,
    pub(crate) reactor: Reactor,
    tasks: RefCell<Tasks>,
    letters: Cell<Vec<Arc<Address>>>,
    current: Cell<Option<TaskId>>,
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
    ready: VecDeque<usize>,
    made: u64,
}

struct Slot {
    id: TaskId,
    occupant: Occupant,
    /// Whether the slot's number stands in the ready queue. While it
    /// does, the slot is not given to another task.
    queued: bool,
    address: Arc<Address>,
    /// Made from the address; away while the task is polled.
    waker: Option<Waker>,
}

#[derive(Clone)]
enum Occupant {
    Nobody,
    /// The future that `run` has on its stack.
    Main,
    Task(Rc<dyn Step>),
}

/// What a waker holds: where the task lives and how to tell its loop,
/// never the future. So a waker can go to any thread, and the future
/// need not. As long as anybody holds a clone, the address is that of
/// this task alone; afterwards it goes to the slot's next task.
pub(crate) struct Address {
    slot: usize,
    inbox: Arc<Mail>,
    posted: AtomicBool,
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
        bell.wake().expect("an eventfd or kqueue takes an event");
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
    /// `MockClock` with `autojump_threshold=0`; tokio's `start_paused`.
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
        let core = Core {
            clock,
            inbox: Arc::new(Inbox::new(bell)),
            timers: RefCell::default(),
            reactor,
            tasks: RefCell::default(),
            letters: Cell::default(),
            current: Cell::default(),
            rounds: Cell::default(),
            unlooked: Cell::default(),
            polls: Cell::default(),
            turns: Cell::default(),
            closing: Cell::default(),
            tracer: OnceCell::new(),
        };
        Executor {
            core: Rc::new(core),
        }
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
    /// other, but that it may borrow; the other tasks run meanwhile and
    /// stay where they are when it ends. `loop.run_until_complete`;
    /// `Runtime::block_on`, whose future is no task of the queue.
    ///
    /// # Panics
    ///
    /// If a loop runs on this thread already, and if `main` panics.
    #[track_caller]
    pub fn run<F: Future>(&self, main: F) -> F::Output {
        let running = CURRENT.with_borrow(Option::is_some);
        assert!(
            !running,
            "Executor::run was called inside a run; await the future in \
             place of running it"
        );
        let core = &self.core;
        // Dropped in reverse order: main's destructors still find the
        // loop, and its slot is free before the loop is left.
        let _entered = Entered::new(core);
        let _slot = MainSlot::new(core, Location::caller());
        let mut main = pin!(main);
        loop {
            for _ in 0..core.begin_turn() {
                let next = core.next_ready();
                let mut output = None;
                match core.occupant(next) {
                    Occupant::Nobody => core.vacate(next),
                    Occupant::Task(task) => {
                        if core.poll(next, |cx| task.poll(cx)) {
                            core.retire(next);
                        }
                    }
                    Occupant::Main => {
                        core.poll(next, |cx| {
                            output = ready(main.as_mut().poll(cx));
                            output.is_some()
                        });
                    }
                }
                if let Some(output) = output {
                    return output;
                }
                core.look_if_due();
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

impl Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor")
            .field("polls", &self.polls())
            .field("turns", &self.turns())
            .finish_non_exhaustive()
    }
}

impl Drop for Executor {
    fn drop(&mut self) {
        let _entered = Entered::new(&self.core);
        self.core.closing.set(true);
        let slots = self.core.tasks.borrow().slots.len();
        for slot in 0..slots {
            if let Occupant::Task(task) = self.core.occupant(slot) {
                task.abort();
                self.core.retire(slot);
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
    let task = Rc::new(Task::new(future));
    if core.closing.get() {
        task.abort();
    } else {
        let line = Location::caller();
        task.live_in(core.insert(Occupant::Task(task.clone()), line));
    }
    JoinHandle {
        core: Rc::downgrade(&core),
        task,
    }
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
    /// The loop that runs on this thread.
    #[track_caller]
    pub(crate) fn current(what: &str) -> Rc<Core> {
        Core::try_current().unwrap_or_else(|| {
            panic!(
                "{what} needs a running loop: use it in a future that \
                 Executor::run runs"
            )
        })
    }

    /// The same, if there is one.
    pub(crate) fn try_current() -> Option<Rc<Core>> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// The task that has the turn.
    pub(crate) fn task(&self) -> Option<TaskId> {
        self.current.get()
    }

    pub(crate) fn tell(&self, event: impl FnOnce() -> Event) {
        if let Some(tracer) = self.tracer.get() {
            tracer(event());
        }
    }

    fn insert(&self, occupant: Occupant, line: Line) -> usize {
        let mut tasks = self.tasks.borrow_mut();
        let number = tasks.place(&self.inbox);
        let id = TaskId(tasks.made);
        tasks.made += 1;
        let slot = &mut tasks.slots[number];
        slot.id = id;
        slot.occupant = occupant;
        slot.queued = true;
        tasks.ready.push_back(number);
        drop(tasks);
        let by = self.task();
        self.tell(|| Event::Spawned { task: id, by, line });
        number
    }

    /// Puts a parked task into the ready queue, if it is not there.
    fn schedule(&self, address: &Arc<Address>) {
        let mut tasks = self.tasks.borrow_mut();
        let tasks = &mut *tasks;
        let slot = &mut tasks.slots[address.slot];
        let nobody = matches!(slot.occupant, Occupant::Nobody);
        let stale = !Arc::ptr_eq(&slot.address, address);
        if slot.queued || nobody || stale {
            return;
        }
        slot.queued = true;
        tasks.ready.push_back(address.slot);
        let (task, by) = (slot.id, self.task());
        self.tell(|| Event::Woken { task, by });
    }

    fn begin_turn(&self) -> usize {
        self.turns.set(self.turns.get() + 1);
        let ready = self.tasks.borrow().ready.len();
        self.tell(|| Event::Turn { ready });
        ready
    }

    fn next_ready(&self) -> usize {
        let mut tasks = self.tasks.borrow_mut();
        let next = tasks.ready.pop_front();
        let next =
            next.expect("a turn takes what was ready at its start");
        tasks.slots[next].queued = false;
        next
    }

    fn occupant(&self, slot: usize) -> Occupant {
        self.tasks.borrow().slots[slot].occupant.clone()
    }

    /// Lets a task run until its next park, or its end.
    fn poll(
        &self,
        slot: usize,
        step: impl FnOnce(&mut Context<'_>) -> bool,
    ) -> bool {
        let mut tasks = self.tasks.borrow_mut();
        let task = tasks.slots[slot].id;
        let waker = tasks.slots[slot].waker.take();
        let waker =
            waker.expect("only the task that is polled lacks it");
        drop(tasks);

        self.polls.set(self.polls.get() + 1);
        self.unlooked.set(self.unlooked.get() + 1);
        self.rounds.set(FAIR);
        self.current.set(Some(task));
        self.tell(|| Event::Polled { task });
        let ended = step(&mut Context::from_waker(&waker));
        self.tell(|| match ended {
            true => Event::Ended { task },
            false => Event::Parked { task },
        });
        self.current.set(None);
        self.tasks.borrow_mut().slots[slot].waker = Some(waker);
        ended
    }

    /// One more operation on a socket in this poll; none if it is time
    /// to let others run.
    pub(crate) fn poll_round(&self, cx: &mut Context<'_>) -> Poll<()> {
        match self.rounds.get().checked_sub(1) {
            Some(left) => {
                self.rounds.set(left);
                Poll::Ready(())
            }
            None => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }

    /// Takes an ended task out of the loop.
    fn retire(&self, slot: usize) {
        let mut tasks = self.tasks.borrow_mut();
        let occupant = mem::replace(
            &mut tasks.slots[slot].occupant,
            Occupant::Nobody,
        );
        if !tasks.slots[slot].queued {
            tasks.vacant.push(slot);
        }
        drop(tasks);
        // With it goes a result that nobody will take; should its
        // destructor panic, nobody is there to be told.
        let _ = contain(|| drop(occupant));
    }

    /// As `retire`, for a task that another one has ended.
    pub(crate) fn retire_if<T>(&self, slot: usize, task: &Rc<Task<T>>) {
        if let Occupant::Task(found) = self.occupant(slot)
            && ptr::addr_eq(Rc::as_ptr(&found), Rc::as_ptr(task))
        {
            self.retire(slot);
        }
    }

    /// A slot whose task was ended while it was in the ready queue.
    fn vacate(&self, slot: usize) {
        self.tasks.borrow_mut().vacant.push(slot);
    }

    /// A look at the sockets, when the ready queue never empties.
    fn look_if_due(&self) {
        if self.unlooked.get() >= FAIR {
            self.look(Some(Duration::ZERO));
        }
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

    fn fire_timers(&self) {
        if self.timers.borrow().first().is_none() {
            return;
        }
        let due = self.timers.borrow_mut().take_due(self.clock.now());
        for (deadline, waker) in due {
            self.tell(|| Event::TimerFired { deadline });
            waker.wake();
        }
    }

    fn open_mail(&self) {
        let mut letters = self.letters.take();
        self.inbox.collect(&mut letters);
        for address in letters.drain(..) {
            // Read and written at once, so that what the poster did
            // before is seen by the poll that follows.
            address.posted.swap(false, Ordering::AcqRel);
            self.schedule(&address);
        }
        self.letters.set(letters);
    }

    /// Sleeps until something happens; a virtual clock jumps instead.
    fn sleep(&self) {
        let Some(jobs) = self.inbox.fall_asleep() else {
            return;
        };
        let deadline = self.timers.borrow().first();
        let left =
            deadline.map(|at| at.saturating_sub(self.clock.now()));
        match (&self.clock, left) {
            (Clock::Virtual(now), Some(left)) if jobs == 0 => {
                let found = self.look(Some(Duration::ZERO));
                if !found && self.inbox.is_silent() {
                    let to = now.get() + left;
                    now.set(to);
                    self.tell(|| Event::Jumped { to });
                }
            }
            (Clock::Virtual(_), Some(Duration::ZERO))
            | (Clock::Real(_), _) => {
                self.tell(|| Event::Idle { timeout: left });
                self.look(left);
            }
            (Clock::Virtual(_), _) => {
                self.tell(|| Event::Idle { timeout: None });
                self.look(None);
            }
        }
    }
}

impl Tasks {
    /// The number of a slot that nobody lives in, with an address that
    /// nobody else holds.
    fn place(&mut self, inbox: &Arc<Mail>) -> usize {
        let number = self.vacant.pop().unwrap_or(self.slots.len());
        match self.slots.get_mut(number) {
            None => self.slots.push(Slot::new(number, inbox)),
            // Ours and the waker's.
            Some(slot) if Arc::strong_count(&slot.address) == 2 => {}
            Some(slot) => *slot = Slot::new(number, inbox),
        }
        number
    }
}

impl Slot {
    fn new(number: usize, inbox: &Arc<Mail>) -> Slot {
        let address = Arc::new(Address {
            slot: number,
            inbox: inbox.clone(),
            posted: AtomicBool::new(false),
        });
        Slot {
            id: TaskId(0),
            occupant: Occupant::Nobody,
            queued: false,
            waker: Some(Waker::from(address.clone())),
            address,
        }
    }
}

impl Wake for Address {
    fn wake(self: Arc<Address>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Address>) {
        let here =
            CURRENT.try_with(|current| match &*current.borrow() {
                Some(core) if Arc::ptr_eq(&core.inbox, &self.inbox) => {
                    core.schedule(self);
                    true
                }
                _ => false,
            });
        let here = here.unwrap_or(false);
        if !here && !self.posted.swap(true, Ordering::AcqRel) {
            self.inbox.post(self.clone());
        }
    }
}

/// While it lives, this thread runs that loop.
struct Entered {
    outer: Option<Rc<Core>>,
}

impl Entered {
    fn new(core: &Rc<Core>) -> Entered {
        Entered {
            outer: Entered::replace(Some(core.clone())),
        }
    }

    /// A thread that ends drops its loops when it has no current one.
    fn replace(core: Option<Rc<Core>>) -> Option<Rc<Core>> {
        let outer = CURRENT.try_with(|current| current.replace(core));
        outer.ok().flatten()
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        Entered::replace(self.outer.take());
    }
}

/// The slot of a future on the stack of `run`.
struct MainSlot<'a> {
    core: &'a Core,
    number: usize,
}

impl MainSlot<'_> {
    fn new(core: &Core, line: Line) -> MainSlot<'_> {
        MainSlot {
            core,
            number: core.insert(Occupant::Main, line),
        }
    }
}

impl Drop for MainSlot<'_> {
    fn drop(&mut self) {
        self.core.retire(self.number);
    }
}

fn ready<T>(poll: Poll<T>) -> Option<T> {
    match poll {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
