//! What the recorder remembers of tasks and time, and the writing of events.

use std::collections::HashMap;
use std::env;
use std::io::{Write, stdout};
use std::thread::{self, ThreadId};

use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::stack::Stack;
use crate::trace::{Event, What};

pub struct State {
    start: Instant,
    is_virtual: bool,
    /// The loop's.
    thread: ThreadId,
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
}

#[derive(Default)]
struct Task {
    is_queued: bool,
    is_cancelled: bool,
    has_ended: bool,
    /// Where it stands.
    line: Option<u32>,
}

/// One that is set.
struct Timer {
    span: u64,
    task: Option<u32>,
    due: u64,
}

impl State {
    pub fn new() -> State {
        State {
            start: Instant::now(),
            is_virtual: env::var_os("VIRTUAL_CLOCK").is_some(),
            thread: thread::current().id(),
            now: 0,
            numbers: HashMap::new(),
            tasks: Vec::new(),
            current: None,
            returned: None,
            ended: None,
            timers: Vec::new(),
        }
    }

    pub fn is_loop(&self) -> bool {
        thread::current().id() == self.thread
    }

    pub fn task(&self, id: u64) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    /// Writes an event, after what has become certain by it.
    pub fn tell(&mut self, task: Option<u32>, line: Option<u32>, what: What) {
        if let Some(task) = self.returned.take() {
            let line = self.tasks[task as usize].line;
            self.write(Some(task), Some(task), line, What::Pending);
        }
        self.look_at_the_clock();
        let by = self.current.filter(|_| self.is_loop());
        self.write(task, by, line, what);
    }

    /// Where a virtual clock has moved, the loop had nothing to do and made it jump.
    fn look_at_the_clock(&mut self) {
        // Outside the runtime, tokio's clock is the real one.
        let is_stopped = Handle::try_current().is_err();
        if !self.is_virtual || !self.is_loop() || is_stopped {
            return;
        }
        let now = milliseconds(self.start.elapsed());
        if now > self.now {
            let to = seconds(now);
            self.write(None, None, None, What::Idle { until: Some(to) });
            self.now = now;
            self.write(None, None, None, What::Jump { to });
        }
    }

    fn write(&self, task: Option<u32>, by: Option<u32>, line: Option<u32>, what: What) {
        let at = self.is_virtual.then(|| seconds(self.now));
        let event = Event { at, task, by, line, what };
        let json = serde_json::to_string(&event).expect("an event is plain data");
        // Nobody reads on: then there is nobody to tell.
        let _ = writeln!(stdout(), "\x1e{json}");
    }

    pub fn spawn(&mut self, id: u64, line: Option<u32>) -> u32 {
        let number = u32::try_from(self.tasks.len()).expect("a program has few tasks");
        self.numbers.insert(id, number);
        let is_queued = true;
        self.tasks.push(Task { is_queued, ..Task::default() });
        self.tell(Some(number), line, What::Spawn { name: None });
        number
    }

    pub fn poll(&mut self, task: u32) {
        let line = self.tasks[task as usize].line;
        self.tell(Some(task), line, What::Poll);
        self.tasks[task as usize].is_queued = false;
        self.current = Some(task);
    }

    pub fn returned(&mut self, task: u32) {
        self.returned = Some(task);
        self.current = None;
    }

    /// The future of a task is being dropped: after its last poll, or in place of it.
    pub fn dropped(&mut self, task: u32) {
        if self.tasks[task as usize].has_ended {
            return;
        }
        if self.returned.take_if(|returned| *returned == task).is_some() {
            self.end(task, What::Ready);
        } else if self.tasks[task as usize].is_cancelled {
            self.end(task, What::Cancelled);
        } else {
            self.end(task, What::Drop);
        }
    }

    pub fn end(&mut self, task: u32, what: What) {
        let before = self.current.replace(task);
        let line = self.tasks[task as usize].line;
        let line = line.filter(|_| what != What::Ready);
        self.tell(Some(task), line, what);
        self.current = before;
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
        if let Some(current) = self.current
            && line.is_some()
        {
            self.tasks[current as usize].line = line;
        }
    }

    pub fn keep(&mut self, task: u32) {
        if self.current != Some(task) || !self.is_loop() {
            return;
        }
        let stack = Stack::here();
        let line = stack.line_in_task();
        self.stands(line);
        let with = stack.keeper();
        // A timer takes the waker before it looks whether it is due.
        if with == "timer" && self.timers.iter().all(|timer| timer.task != Some(task)) {
            return;
        }
        self.tell(Some(task), line, What::Keep { with });
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
        let before = self.current;
        if stack.has("wake_join") {
            self.current = self.ended;
        }
        self.tell(Some(task), stack.line_in_task(), What::Wake);
        self.current = before;
        self.tasks[task as usize].is_queued = true;
    }

    pub fn set_timer(&mut self, span: u64, milliseconds: u64, line: Option<u32>) {
        let task = self.current;
        self.look_at_the_clock();
        let due = self.now + milliseconds;
        self.tell(task, line, What::TimerSet { due: self.due_of(due) });
        self.timers.push(Timer { span, task, due });
    }

    fn due(&mut self, task: u32) {
        let mine = |timer: &&Timer| timer.task == Some(task);
        let first = self.timers.iter().filter(mine).min_by_key(|timer| timer.due);
        if let Some(&Timer { span, due, .. }) = first {
            self.timers.retain(|timer| timer.span != span);
            self.tell(Some(task), None, What::TimerDue { due: self.due_of(due) });
        }
    }

    pub fn drop_timer(&mut self, span: u64) {
        let place = self.timers.iter().position(|timer| timer.span == span);
        if let Some(Timer { task, due, .. }) = place.map(|place| self.timers.remove(place)) {
            self.tell(task, None, What::TimerDropped { due: self.due_of(due) });
        }
    }

    /// On the real clock nobody can say when: how long it takes.
    fn due_of(&self, due: u64) -> f64 {
        let round = if self.is_virtual { 1 } else { 10 };
        seconds(due / round * round)
    }
}

fn milliseconds(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[allow(clippy::cast_precision_loss, reason = "a story takes no 285,000 years")]
fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}
