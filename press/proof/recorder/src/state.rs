//! What the recorder remembers of tasks and time, and the writing of events.

use std::collections::HashMap;
use std::env;
use std::io::{Write, stdout};
use std::thread::{self, ThreadId};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::Instant;
use told::trace::{Event, What, World};

use crate::stack::Stack;

#[derive(Default)]
pub struct State {
    /// Whose scheduler it is, once it is known, and when it began.
    world: Option<(World, Instant)>,
    is_virtual: bool,
    /// The loop's.
    thread: Option<ThreadId>,
    /// Milliseconds since the start, when the last event was written.
    now: u64,
    /// By tokio's ids.
    numbers: HashMap<u64, u32>,
    tasks: Vec<Task>,
    /// Who has the turn.
    pub current: Option<u32>,
    /// Whose poll returned, and whose future has not been dropped yet: then it was not pending.
    returned: Option<u32>,
    /// Who ended last.
    ended: Option<u32>,
    timers: Vec<Timer>,
    /// The descriptors of sockets, in the order in which they were waited for.
    sockets: Vec<i32>,
    /// A clone of a waker which is kept unless it is dropped at once.
    clone: Option<Clone>,
    clones: u64,
    /// What the last panic said.
    pub panicked: Option<String>,
}

#[derive(Default)]
struct Task {
    is_queued: bool,
    is_cancelled: bool,
    has_ended: bool,
    /// Where it stands.
    line: Option<u32>,
}

struct Clone {
    number: u64,
    task: u32,
    line: Option<u32>,
    with: String,
}

/// One that is set.
struct Timer {
    span: u64,
    task: Option<u32>,
    /// In milliseconds.
    due: u64,
}

impl State {
    pub(crate) fn new() -> State {
        State {
            is_virtual: env::var_os("VIRTUAL_CLOCK").is_some(),
            thread: Some(thread::current().id()),
            // Main is 0, also where it is not the first to be made.
            tasks: vec![Task::default()],
            ..State::default()
        }
    }

    /// A loop begins on this thread.
    pub fn begin(&mut self, world: World) {
        if self.world.is_none() {
            self.world = Some((world, Instant::now()));
            self.thread = Some(thread::current().id());
            let json = serde_json::to_string(&world).expect("a name");
            let _ = writeln!(stdout(), "\x1e{json}");
        }
    }

    pub fn is_loop(&self) -> bool {
        self.thread == Some(thread::current().id())
    }

    pub fn task(&self, id: u64) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    /// Writes an event of who has the turn, after what has become certain by it.
    pub fn tell(&mut self, task: Option<u32>, line: Option<u32>, what: What) {
        self.tell_by(self.current, task, line, what);
    }

    fn tell_by(&mut self, by: Option<u32>, task: Option<u32>, line: Option<u32>, what: What) {
        self.settle();
        self.look_at_the_clock();
        let by = by.filter(|_| self.is_loop());
        self.write(task, by, line, what);
    }

    /// A clone that was not dropped is kept, and who has returned and was not ready is pending.
    fn settle(&mut self) {
        if let Some(Clone { task, line, with, .. }) = self.clone.take() {
            self.write(Some(task), Some(task), line, What::Keep { with });
        }
        if let Some(task) = self.returned.take() {
            let line = self.tasks[task as usize].line;
            self.write(Some(task), Some(task), line, What::Pending);
        }
    }

    fn look_at_the_clock(&mut self) {
        // Outside the runtime, tokio's clock is the real one.
        if let (Some((World::Tokio, start)), Ok(_)) = (self.world, Handle::try_current()) {
            self.look_at(start.elapsed());
        }
    }

    /// Where a virtual clock has moved, the loop had nothing to do and made it jump.
    pub fn look_at(&mut self, clock: Duration) {
        let now = milliseconds(clock);
        if self.is_virtual && self.is_loop() && now > self.now {
            self.settle();
            let to = seconds(now);
            self.write(None, None, None, What::Idle { until: Some(to) });
            self.now = now;
            self.write(None, None, None, What::Jump { to });
        }
    }

    pub fn idle(&mut self) {
        let timers = self.timers.iter().filter(|_| self.is_virtual);
        let until = timers.map(|timer| timer.due).min().map(seconds);
        self.tell(None, None, What::Idle { until });
    }

    pub fn jump(&mut self, to: Duration) {
        self.now = milliseconds(to);
        self.tell(None, None, What::Jump { to: seconds(self.now) });
    }

    fn write(&self, task: Option<u32>, by: Option<u32>, line: Option<u32>, what: What) {
        let at = self.is_virtual.then(|| seconds(self.now));
        let event = Event { at, task, by, line, what };
        let json = serde_json::to_string(&event).expect("an event is plain data");
        // Nobody reads on: then there is nobody to tell.
        let _ = writeln!(stdout(), "\x1e{json}");
    }

    pub fn spawn(&mut self, id: u64, line: Option<u32>) -> u32 {
        // With the first loop's main a program begins, but in tokio a task may come before it.
        if self.tasks.len() == 1 && self.numbers.is_empty() && !self.is_tokio() {
            return self.spawn_main(id, line);
        }
        self.tasks.push(Task::default());
        let number = u32::try_from(self.tasks.len() - 1).expect("a program has few tasks");
        self.admit(number, id, line)
    }

    /// A second run has the same main.
    pub fn spawn_main(&mut self, id: u64, line: Option<u32>) -> u32 {
        self.admit(0, id, line)
    }

    fn admit(&mut self, number: u32, id: u64, line: Option<u32>) -> u32 {
        self.numbers.insert(id, number);
        self.tasks[number as usize] = Task { is_queued: true, ..Task::default() };
        self.tell(Some(number), line, What::Spawn { name: None });
        number
    }

    pub fn is_tokio(&self) -> bool {
        !matches!(self.world, Some((World::Toy, _)))
    }

    pub fn poll(&mut self, task: u32) {
        let line = self.tasks[task as usize].line;
        self.tell(Some(task), line, What::Poll);
        self.tasks[task as usize].is_queued = false;
        self.current = Some(task);
    }

    /// Who has the turn has returned, and was not ready.
    pub fn parked(&mut self) {
        self.returned();
        self.settle();
    }

    /// It has its result; one that has no turn for it was cancelled.
    pub fn ended(&mut self, task: u32) {
        let has_turn = self.current.take_if(|current| *current == task).is_some();
        self.end(task, if has_turn { What::Ready } else { What::Cancelled });
    }

    pub fn returned(&mut self) {
        self.returned = self.current.take().or(self.returned);
    }

    /// The future of a task is being dropped: after its last poll, or in place of it.
    pub fn dropped(&mut self, task: u32) {
        let Task { is_cancelled, has_ended, .. } = self.tasks[task as usize];
        if has_ended {
            return;
        }
        let has_returned = self.returned.take_if(|returned| *returned == task);
        let panicked = has_returned.and_then(|_| self.panicked.take());
        let text = panicked.unwrap_or_else(|| "a panic".to_owned());
        let what = match (has_returned, thread::panicking()) {
            (Some(_), false) => What::Ready,
            (Some(_), true) => What::Error { text },
            (None, _) if is_cancelled => What::Cancelled,
            (None, _) => What::Drop,
        };
        self.end(task, what);
    }

    fn end(&mut self, task: u32, what: What) {
        let line = self.tasks[task as usize].line.filter(|_| what != What::Ready);
        self.tell_by(Some(task), Some(task), line, what);
        self.tasks[task as usize].has_ended = true;
        self.ended = Some(task);
    }

    pub fn cancel(&mut self, task: u32, line: Option<u32>) {
        if !self.tasks[task as usize].has_ended {
            self.tell(Some(task), line, What::Cancel);
            self.tasks[task as usize].is_cancelled = true;
        }
    }

    /// The task that has the turn stands at this line.
    pub fn stands(&mut self, line: Option<u32>) {
        if let (Some(current), Some(_)) = (self.current, line) {
            self.tasks[current as usize].line = line;
        }
    }

    pub fn keep(&mut self, task: u32) {
        if let Some((line, with)) = self.keeper(task) {
            self.tell(Some(task), line, What::Keep { with });
        }
    }

    /// A future may clone a waker before it looks whether it has to wait.
    pub fn keep_unless_dropped(&mut self, task: u32) -> Option<u64> {
        let (line, with) = self.keeper(task)?;
        self.settle();
        self.clones += 1;
        self.clone = Some(Clone { number: self.clones, task, line, with });
        Some(self.clones)
    }

    pub fn drop_kept(&mut self, number: u64) {
        self.clone.take_if(|clone| clone.number == number);
    }

    fn keeper(&mut self, task: u32) -> Option<(Option<u32>, String)> {
        if self.current != Some(task) || !self.is_loop() {
            return None;
        }
        let stack = Stack::here();
        let line = stack.line_in_task();
        self.stands(line);
        let with = stack.keeper();
        // tokio's leaves its clone with a timer that is due.
        let is_due = with == "timer" && self.timers.iter().all(|timer| timer.task != Some(task));
        (!is_due || !self.is_tokio()).then_some((line, with))
    }

    pub fn wake(&mut self, task: u32) {
        let Task { is_queued, has_ended, .. } = self.tasks[task as usize];
        if is_queued || has_ended {
            return;
        }
        let stack = Stack::here();
        if self.is_loop() && self.current.is_none() && stack.has("tokio::runtime::time::") {
            self.due(task);
        }
        let by = if stack.has("wake_join") { self.ended } else { self.current };
        self.tell_by(by, Some(task), stack.line_in_task(), What::Wake);
        self.tasks[task as usize].is_queued = true;
    }

    /// tokio tells its length.
    pub fn set_timer(&mut self, span: u64, milliseconds: u64, line: Option<u32>) {
        self.look_at_the_clock();
        self.add_timer(span, self.now + milliseconds, line);
    }

    /// The other loops tell when it is due.
    pub fn set_timer_at(&mut self, due: Duration, line: Option<u32>) {
        self.stands(line);
        self.add_timer(0, milliseconds(due), line);
    }

    fn add_timer(&mut self, span: u64, due: u64, line: Option<u32>) {
        let task = self.current;
        // On the real clock nobody can say when, and it is not told.
        if self.is_virtual {
            self.tell(task, line, What::TimerSet { due: seconds(due) });
        }
        self.timers.push(Timer { span, task, due });
    }

    pub fn timer_is_due(&mut self, due: Duration) {
        self.end_timer(|timer| timer.due == milliseconds(due), |due| What::TimerDue { due });
    }

    /// The one that the task has waited for.
    fn due(&mut self, task: u32) {
        let mine = self.timers.iter().filter(|timer| timer.task == Some(task));
        if let Some(&Timer { span, .. }) = mine.min_by_key(|timer| timer.due) {
            self.end_timer(|timer| timer.span == span, |due| What::TimerDue { due });
        }
    }

    pub fn drop_timer(&mut self, span: u64) {
        self.end_timer(|timer| timer.span == span, |due| What::TimerDropped { due });
    }

    pub fn drop_timer_at(&mut self, due: Duration) {
        let (due, current) = (milliseconds(due), self.current);
        let told = |due| What::TimerDropped { due };
        if !self.end_timer(|timer| timer.due == due && timer.task == current, told) {
            self.end_timer(|timer| timer.due == due, told);
        }
    }

    /// Tells of it, if there is such a one.
    fn end_timer(&mut self, is_it: impl Fn(&Timer) -> bool, what: fn(f64) -> What) -> bool {
        let Some(place) = self.timers.iter().position(is_it) else { return false };
        let timer = self.timers.remove(place);
        if self.is_virtual {
            self.tell(timer.task, None, what(seconds(timer.due)));
        }
        true
    }

    /// Its number.
    pub fn socket(&mut self, descriptor: i32) -> u32 {
        if !self.sockets.contains(&descriptor) {
            self.sockets.push(descriptor);
        }
        let place = self.sockets.iter().take_while(|known| **known != descriptor).count();
        u32::try_from(place).expect("a program has few sockets")
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[allow(clippy::cast_precision_loss, reason = "a story takes no 285,000 years")]
fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}
