//! The loop: a turn, and what is between turns.

use std::cell::{Cell, OnceCell, RefCell};
use std::panic::Location;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::inbox::Inbox;
use crate::queue::{Address, Id, Mail, Tasks};
use crate::reactor::Reactor;
use crate::task::{JoinHandle, Step, Task, discard};
use crate::timer::Timers;
use crate::trace::{Event, Line, What};

/// So many polls between two looks at the sockets, and so many rounds
/// of socket operations in one poll, at most.
const FAIR: u64 = 64;

const ZERO: Option<Duration> = Some(Duration::ZERO);

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
    /// The number of the task that has the turn.
    current: Cell<Option<u64>>,
    rounds: Cell<u64>,
    polls: Cell<u64>,
    turns: Cell<u64>,
    tickets: Cell<u64>,
    tracer: OnceCell<Box<dyn Fn(Event)>>,
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
            polls: Cell::default(),
            turns: Cell::default(),
            tickets: Cell::default(),
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
        let mut running = Running::new(core);
        let (main_id, waker) = core.admit(Location::caller());
        running.main = Some(main_id);
        let mut cx = Context::from_waker(&waker);
        // Dropped before `running`: its destructors find the loop.
        let mut main = pin!(main);
        loop {
            for _ in 0..core.begin_turn() {
                let Some((id, task)) = core.next_ready() else {
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
    /// Aborts all tasks, also those that destructors spawn: these stand
    /// in the ready queue from the beginning.
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
        core.inbox.close();
    }
}

/// While it lives, this thread runs that loop.
struct Running<'a> {
    core: &'a Core,
    main: Option<Id>,
    /// A loop can be dropped inside the run of another.
    outer: Option<Rc<Core>>,
}

impl Running<'_> {
    fn new(core: &Rc<Core>) -> Running<'_> {
        let outer = CURRENT.replace(Some(core.clone()));
        let main = None;
        Running { core, main, outer }
    }
}

impl Drop for Running<'_> {
    /// Also when main panics, while it has the turn.
    fn drop(&mut self) {
        CURRENT.set(self.outer.take());
        self.core.current.set(None);
        if let Some(main) = self.main {
            self.core.tasks.borrow_mut().retire(main);
        }
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
    let (id, waker) = core.admit(Location::caller());
    let task = Rc::new(Task::new(waker, future));
    core.tasks.borrow_mut().house(id, task.clone());
    JoinHandle(task)
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
    #[inline]
    pub(crate) fn try_current() -> Option<Rc<Core>> {
        // An error: the thread ends, and is dropping its variables.
        CURRENT.try_with(|core| core.borrow().clone()).ok()?
    }

    /// The same, for those who cannot do without.
    #[track_caller]
    pub(crate) fn current(who: &str) -> Rc<Core> {
        let Some(core) = Core::try_current() else {
            panic!("{who} needs a running loop: see Executor::run");
        };
        core
    }

    /// Tells the tracer of the task that has the turn; between turns, of
    /// none.
    pub(crate) fn tell(&self, what: What, line: Option<Line>) {
        self.tell_of(self.current.get(), what, line);
    }

    fn tell_of(
        &self,
        task: Option<u64>,
        what: What,
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

    /// A number that the loop gives once: to a timer, or to a wait.
    pub(crate) fn ticket(&self) -> u64 {
        self.tickets.update(|tickets| tickets + 1);
        self.tickets.get()
    }

    fn admit(&self, line: Line) -> (Id, Waker) {
        let admitted = self.tasks.borrow_mut().admit(&self.inbox);
        let number = Some(admitted.0.number);
        self.tell_of(number, What::Spawned, Some(line));
        admitted
    }

    #[inline]
    pub(crate) fn queue(&self, address: &Arc<Address>) {
        let number = self.tasks.borrow_mut().queue(address);
        if number.is_some() {
            self.tell_of(number, What::Woken, None);
        }
    }

    fn begin_turn(&self) -> usize {
        self.turns.update(|turns| turns + 1);
        let ready = self.tasks.borrow().ready();
        self.tell(What::Turn(ready), None);
        ready
    }

    fn next_ready(&self) -> Option<(Id, Option<Rc<dyn Step>>)> {
        self.tasks.borrow_mut().next_ready()
    }

    /// Polls a spawned task, or drops an aborted one.
    fn step(&self, id: Id, task: Rc<dyn Step>) {
        let step = || task.step();
        let ended = if task.is_aborted() {
            self.give_turn(id, step)
        } else {
            self.poll(id, step)
        };
        if ended.is_ready() {
            self.tasks.borrow_mut().retire(id);
            // With it goes a result that nobody can take.
            discard(task);
        }
    }

    fn poll<R>(
        &self,
        id: Id,
        poll: impl FnOnce() -> Poll<R>,
    ) -> Poll<R> {
        self.polls.update(|polls| polls + 1);
        if self.polls.get().is_multiple_of(FAIR) {
            self.look(ZERO);
        }
        self.rounds.set(FAIR);
        self.give_turn(id, || {
            self.tell(What::Polled, None);
            poll()
        })
    }

    fn give_turn<R>(
        &self,
        id: Id,
        turn: impl FnOnce() -> Poll<R>,
    ) -> Poll<R> {
        self.current.set(Some(id.number));
        let poll = turn();
        let ended = poll.is_ready();
        self.tell(if ended { What::Ended } else { What::Parked }, None);
        self.current.set(None);
        poll
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

    fn between_turns(&self) {
        if self.tasks.borrow().ready() == 0 {
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
        self.tell(What::Idle(timeout), None);
        let silent = !self.look(timeout);
        if let (Clock::Virtual(now), Some(left)) = (&self.clock, left)
            && silent
        {
            now.update(|now| now + left);
            self.tell(What::Jumped(now.get()), None);
        }
    }

    /// Asks the system and the inbox who can go on, and says whether
    /// they had anything to tell.
    fn look(&self, timeout: Option<Duration>) -> bool {
        let anything = self.reactor.look(self, timeout);
        let letters = self.inbox.collect();
        for address in &letters {
            if address.take_letter() {
                self.queue(address);
            }
        }
        anything || !letters.is_empty()
    }

    fn fire_timers(&self) {
        if self.timers.borrow().first().is_none() {
            return;
        }
        let now = self.clock.now();
        let next = || self.timers.borrow_mut().take_due(now);
        while let Some((deadline, waker)) = next() {
            self.tell(What::TimerFired(deadline), None);
            waker.wake();
        }
    }
}
