//! What happened, in the book's words: one sentence for one thing.

use std::collections::BTreeMap;

use crate::names::Names;
use crate::run::{Phase, Run, State, Step, is_beside, is_wait};
use crate::text::escape;
use crate::trace::{Direction, Event, What, World};

/// How many things of one kind are named; of the others, how many they are.
const NAMED: usize = 6;

/// What becomes of most tasks that are woken.
pub const TO_THE_END: &str = "goes to the end of the ready queue";

/// `1.5 s`; as many places as it needs, up to three, and at least one.
pub fn time(seconds: f64) -> String {
    format!("{:?} s", (seconds * 1000.0).round() / 1000.0)
}

/// A step in words, as HTML.
pub fn sentence(names: &Names, step: &Step) -> String {
    let tell = Teller { names, step };
    let sentences = match step {
        step if step.yields() => vec![tell.yields()],
        step if step.only_wakes() => tell.outside(),
        step => {
            let mut cause = None;
            told(&step.events).map(|event| tell.happens(event, cause.replace(event))).collect()
        }
    };
    sentences.iter().map(|text| capital(text) + ".").collect::<Vec<_>>().join(" ")
}

/// Who tells a step.
struct Teller<'a> {
    names: &'a Names,
    step: &'a Step,
}

impl Teller<'_> {
    /// What a task does that wakes itself, or has tokio wake it later, and ends its poll.
    fn yields(&self) -> String {
        let event = &self.step.events[0];
        let kept = match event.what {
            What::Wake => format!("it {}", self.goes(event)),
            _ => "the runtime keeps its waker".to_owned(),
        };
        format!("{} yields: {kept}, and its poll ends", self.task(event))
    }

    /// What the scheduler hears of, and whom that wakes.
    fn outside(&self) -> Vec<String> {
        let of = |kind: fn(&What) -> bool| -> Vec<&Event> {
            self.step.events.iter().filter(|event| kind(&event.what)).collect()
        };
        let names = |events: &[&Event]| {
            list(&events.iter().map(|event| self.task(event)).collect::<Vec<_>>())
        };
        let due = of(|what| matches!(what, What::TimerDue { .. }));
        let sockets = of(|what| matches!(what, What::SocketReady { .. }));
        let woken = of(|what| *what == What::Wake);
        let mut sentences = match due.len() {
            0 => Vec::new(),
            1 => vec![format!("the timer of {} is due", names(&due))],
            _ => vec![format!("the timers of {} are due", names(&due))],
        };
        sentences.extend(sockets.iter().map(|event| self.happens(event, None)));
        let cause = due.first().or(sockets.first()).copied();
        if woken.len() > 1 && woken.iter().all(|event| self.goes(event) == TO_THE_END) {
            sentences.push(format!(
                "{} wakes {}, which go to the end of the ready queue in this order",
                self.waker(woken[0], cause),
                names(&woken)
            ));
        } else {
            sentences.extend(woken.iter().map(|event| self.happens(event, cause)));
        }
        sentences
    }

    /// An event in words; a wake after its cause, if that was told.
    fn happens(&self, event: &Event, cause: Option<&Event>) -> String {
        let (task, world) = (self.task(event), self.step.world);
        let scheduler = scheduler(world);
        let by = event.by.map_or_else(|| scheduler.to_owned(), |by| self.name(by));
        match &event.what {
            What::Turn { ready: 0 } => "a turn begins with an empty ready queue".to_owned(),
            What::Turn { ready: 1 } => "a turn begins with one ready task".to_owned(),
            What::Turn { ready } => format!("a turn begins with {ready} ready tasks"),
            What::Spawn { .. } if event.task == Some(0) && event.by.is_none() => {
                let place = if is_beside(world, 0) { ", in its place beside" } else { " in" };
                format!("{scheduler} starts with main{place} the ready queue")
            }
            What::Spawn { .. } => {
                let coroutine = event.task.and_then(|task| self.names.coroutine(task));
                let coroutine = coroutine.map(|name| format!(" ({})", escape(name)));
                let coroutine = coroutine.unwrap_or_default();
                format!("{by} spawns {task}{coroutine}, which {TO_THE_END}")
            }
            What::Poll if event.task.is_some_and(|task| is_beside(world, task)) => {
                format!("{scheduler} polls {task}, from its place beside the ready queue")
            }
            What::Poll if event.task.as_ref() == self.step.before.ready.first() => {
                format!("{scheduler} takes {task} from the front of the ready queue and polls it")
            }
            What::Poll => format!("{scheduler} polls {task}"),
            What::Ready => format!("{task} ends"),
            What::Error { text } if CANCELLED.contains(&text.as_str()) && raises(world) => {
                format!("{task} ends: it is cancelled")
            }
            What::Error { text } => {
                format!("{task} ends with an error: <samp>{}</samp>", escape(text))
            }
            What::Wake if event.by.is_some() && event.by == event.task => {
                format!("{task} wakes itself and {}", self.goes(event))
            }
            What::Wake => {
                format!("{} wakes {task}, which {}", self.waker(event, cause), self.goes(event))
            }
            What::TimerDue { .. } => format!("the timer of {task} is due"),
            What::TimerDropped { due } => {
                format!("the timer of {task}, due at {}, is given up", time(*due))
            }
            What::SocketReady { socket, direction } => match direction {
                Direction::Read => {
                    format!("the system calls socket {socket} ready to be read from")
                }
                Direction::Write => {
                    format!("the system calls socket {socket} ready to be written to")
                }
            },
            What::Cancel => format!("{by} asks for the cancellation of {task}"),
            What::Cancelled if raises(world) => {
                format!("the cancellation reaches {task}: an exception is raised in it")
            }
            What::Cancelled => format!("the cancellation reaches {task}"),
            What::Drop => format!("{task} is dropped before its end"),
            What::Idle { until: Some(until) } => {
                format!("no task is ready: {scheduler} sleeps, until {} at most", time(*until))
            }
            What::Idle { until: None } => {
                format!("no task is ready: {scheduler} sleeps until one is woken")
            }
            What::Jump { to } if self.step.has(|what| matches!(what, What::Idle { .. })) => {
                let to = time(*to);
                format!("no task is ready: {scheduler} sleeps, and the virtual clock jumps to {to}")
            }
            What::Jump { to } => format!("the virtual clock jumps to {}", time(*to)),
            What::Print { text } => {
                let by =
                    event.by.or(event.task).map_or("the program".to_owned(), |by| self.name(by));
                format!(r#"{by} prints <samp class="out">{}</samp>"#, escape(text))
            }
            What::TimerSet { .. } | What::SocketWait { .. } | What::Keep { .. } | What::Pending => {
                self.parks(event)
            }
        }
    }

    /// What becomes of a task that is woken.
    fn goes(&self, event: &Event) -> &'static str {
        let woken = event.task.unwrap_or_default();
        match self.step.before.phase(woken) {
            Some(Phase::Ended) => "has ended",
            Some(Phase::Ready) => "is ready already",
            _ if self.step.before.woken.contains(&woken) => "is woken already",
            _ if is_beside(self.step.world, woken) => {
                "is ready in its place beside the ready queue"
            }
            _ => TO_THE_END,
        }
    }

    /// Who wakes a task, or what, after the cause that was told.
    fn waker(&self, event: &Event, cause: Option<&Event>) -> String {
        let kept = event.task.and_then(|task| self.step.before.keepers.get(&task));
        match (cause, event.by, kept.map(Vec::as_slice)) {
            (Some(cause), Some(by), _) if cause.task == Some(by) => "it".to_owned(),
            (Some(cause), _, _) if cause.what == What::Wake => "it".to_owned(),
            (Some(_), _, _) => "that".to_owned(),
            (None, Some(by), _) => self.name(by),
            (None, None, Some([with])) if !is_the_schedulers(self.step.world, with) => {
                self.keeper(with)
            }
            _ => scheduler(self.step.world).to_owned(),
        }
    }

    /// What a task waits for when its poll ends, and who has to wake it.
    fn parks(&self, event: &Event) -> String {
        let phase = event.task.and_then(|task| self.step.after.phase(task));
        let acts = self.step.events.iter().filter_map(|event| match &event.what {
            What::TimerSet { due } => Some(format!("sets a timer due at {}", time(*due))),
            What::SocketWait { socket, direction } => Some(match direction {
                Direction::Read => format!("waits to read from socket {socket}"),
                Direction::Write => format!("waits to write to socket {socket}"),
            }),
            What::Keep { with } if with.starts_with("task ") => {
                Some(format!("awaits {}", escape(&self.names.keeper(with))))
            }
            What::Pending if phase == Some(Phase::Ready) => {
                Some("ends its poll; it is ready already".to_owned())
            }
            What::Pending => Some("parks".to_owned()),
            _ => None,
        });
        let keepers = self.step.events.iter().filter_map(|event| match &event.what {
            What::Keep { with } => Some(self.keeper(with)),
            _ => None,
        });
        let (acts, mut keepers): (Vec<_>, Vec<_>) = (acts.collect(), keepers.collect());
        keepers.dedup();
        let (task, told, kept) = (self.task(event), list(&acts), list(&keepers));
        let [keeps, is] = if keepers.len() == 1 { ["keeps", "is"] } else { ["keep", "are"] };
        match self.step.world {
            _ if acts.is_empty() => format!("{kept} {keeps} the waker of {task}"),
            _ if keepers.is_empty() => format!("{task} {told}"),
            world if raises(world) => format!("{task} {told}; {kept} {is} to wake it"),
            _ => format!("{task} {told}; {kept} {keeps} its waker"),
        }
    }

    fn keeper(&self, with: &str) -> String {
        let words = escape(&with.replace('_', " "));
        match with {
            "future" => "a future".to_owned(),
            "oneshot" | "mpsc" | "broadcast" | "watch" => format!("the {words} channel"),
            with if with.starts_with("task ") => escape(&self.names.keeper(with)),
            _ => format!("the {words}"),
        }
    }

    fn task(&self, event: &Event) -> String {
        event.task.map_or_else(|| "a task".to_owned(), |task| self.name(task))
    }

    /// What a task is called, as HTML.
    fn name(&self, task: u32) -> String {
        escape(&self.names.task(task))
    }
}

/// What is told with what follows it, is left out: a turn that finds nothing to do, a sleep that ends
/// with a jump, and waits before the end of a poll.
fn told(events: &[Event]) -> impl Iterator<Item = &Event> {
    let next = events.iter().skip(1).map(|next| Some(&next.what)).chain([None]);
    let told = events.iter().zip(next).filter(|(event, next)| match (&event.what, next) {
        (What::Turn { ready: 0 }, Some(_)) => false,
        (What::Idle { .. }, Some(What::Jump { .. })) => false,
        (wait, Some(_)) => !is_wait(wait),
        _ => true,
    });
    told.map(|(event, _)| event)
}

fn scheduler(world: World) -> &'static str {
    match world {
        World::Tokio => "the runtime",
        World::Asyncio | World::Toy => "the loop",
        World::Trio => "trio",
        World::Curio => "the kernel",
    }
}

/// The exceptions with which a cancelled task ends: asyncio's, trio's and curio's.
const CANCELLED: [&str; 3] = ["CancelledError", "Cancelled", "TaskCancelled"];

/// Whether a cancellation is an exception: so it is in Python.
fn raises(world: World) -> bool {
    matches!(world, World::Asyncio | World::Trio | World::Curio)
}

/// Whether the scheduler itself wakes for this.
fn is_the_schedulers(world: World, with: &str) -> bool {
    matches!(with, "timer" | "socket" | "future")
        || with.starts_with("task ")
        || (world == World::Tokio && with == "queue")
}

/// `a`, `a and b`, `a, b and c`
fn list(words: &[String]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        few => few.concat(),
    }
}

/// The same text, its first letter large.
pub fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    text.get_mut(..1).map(str::make_ascii_uppercase);
    text
}

/// What the scheduler holds after a step, by the name of its row.
pub fn rows(names: &Names, step: &Step) -> [(&'static str, Vec<String>); 6] {
    let state = &step.after;
    let name = |task: u32| names.task(task);
    let is_main_ready = state.woken.contains(&0) || state.phase(0) == Some(Phase::Ready);
    let main =
        (is_beside(step.world, 0) && is_main_ready).then(|| "beside the queue: main".to_owned());
    let timers = state.timers.iter().map(|(due, task)| format!("{}: {}", time(*due), name(*task)));
    let sockets = state.sockets.iter().map(|(socket, task, direction)| match direction {
        Direction::Read => format!("{socket} to read: {}", name(*task)),
        Direction::Write => format!("{socket} to write: {}", name(*task)),
    });
    // Of those that neither a timer nor a socket wakes, what does.
    let parked = state.all(Phase::Parked).map(|task| match &others(names, step, task)[..] {
        [] => name(task),
        others => format!("{}, on {}", name(task), list(others)),
    });
    [
        ("clock", state.at.map(time).into_iter().collect()),
        ("polled", state.all(Phase::Polled).map(name).collect()),
        ("ready", few(state.ready.iter().map(|&task| name(task)).chain(main).collect())),
        ("timers", few(timers.collect())),
        ("sockets", few(sockets.collect())),
        ("parked", few(parked.collect())),
    ]
}

/// What keeps a task's waker, but for a timer and a socket, of which more is known.
fn others(names: &Names, step: &Step, task: u32) -> Vec<String> {
    let keepers = step.after.keepers.get(&task).into_iter().flatten();
    let others = keepers.filter_map(|with| match with.as_str() {
        "timer" | "socket" => None,
        "queue" if step.world == World::Tokio => Some("its yield".to_owned()),
        with if with.starts_with("task ") => Some(names.keeper(with)),
        with => Some(with.replace('_', " ")),
    });
    let mut others: Vec<String> = others.collect();
    others.dedup();
    others
}

/// What a task waits for after a step, in as many letters: with names, or if there is no room, without.
pub fn reason(names: &Names, step: &Step, task: u32, room: usize) -> Option<String> {
    let State { at, timers, sockets, .. } = &step.after;
    let until = if at.is_some() { "until " } else { "" };
    let timers = timers.iter().filter(|(_, other)| *other == task);
    let sockets = sockets.iter().filter(|(_, other, _)| *other == task);
    let known = timers
        .map(|(due, _)| format!("{until}{}", time(*due)))
        .chain(sockets.map(|(socket, ..)| format!("socket {socket}")));
    let known: Vec<String> = known.collect();
    let reasons = [names, &Names::default()].map(|names| {
        let mut reasons = [&known[..], &others(names, step, task)].concat();
        reasons.dedup();
        reasons.join(", ")
    });
    reasons.into_iter().find(|words| (1..=room).contains(&words.chars().count()))
}

fn few(mut chips: Vec<String>) -> Vec<String> {
    if chips.len() > NAMED {
        let more = chips.split_off(NAMED).len();
        chips.push(format!("and {more} more"));
    }
    chips
}

/// The whole run in a sentence a task, for those who do not see the drawing.
pub fn summary(run: &Run) -> String {
    let mut polls: BTreeMap<u32, Vec<Option<f64>>> = BTreeMap::new();
    for step in &run.steps {
        for event in step.events.iter().filter(|event| event.what == What::Poll) {
            polls.entry(event.task.unwrap_or_default()).or_default().push(step.after.at);
        }
    }
    let sentences = polls.iter().take(NAMED).map(|(&task, polls)| {
        let mut times: Vec<String> = polls.iter().flatten().map(|&at| time(at)).collect();
        times.dedup();
        let times = match times.len() {
            1..=NAMED => format!(", at {}", list(&times)),
            _ => String::new(),
        };
        let count = match polls.len() {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            count => format!("{count} times"),
        };
        format!("{} is polled {count}{times}.", capital(&run.names.task(task)))
    });
    let more = polls.len().checked_sub(NAMED).filter(|more| *more > 0);
    let more = more.map(|more| format!("And {more} more tasks."));
    sentences.chain(more).collect::<Vec<_>>().join(" ")
}
