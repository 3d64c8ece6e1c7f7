//! What happened, in the book's words: one sentence for one thing.

use std::collections::BTreeMap;

use proof::trace::{Direction, Event, What, World};

use crate::colour::escape;
use crate::run::{Phase, Run, State, Step, is_beside};

/// How many things of one kind are named; of the others, how many they are.
const NAMED: usize = 6;

/// What a task is called.
pub fn name(task: u32) -> String {
    match task {
        0 => "main".to_owned(),
        number => format!("task {number}"),
    }
}

/// `1.5 s`; as many places as it needs, and at least one.
pub fn time(seconds: f64) -> String {
    let text = format!("{seconds:.3}");
    let text = text.trim_end_matches('0');
    let zero = if text.ends_with('.') { "0" } else { "" };
    format!("{text}{zero} s")
}

/// A step in words, as HTML.
pub fn sentence(world: World, step: &Step) -> String {
    if step.yields(world) {
        return capital(&yields(world, step));
    }
    let mut sentences: Vec<String> = Vec::new();
    let mut waits: Vec<&Event> = Vec::new();
    let mut last: Option<&Event> = None;
    let (outside, events) = outside(world, step);
    sentences.extend(outside);
    for event in told(events) {
        match &event.what {
            What::TimerSet { .. } | What::SocketWait { .. } | What::Keep { .. } => {
                waits.push(event);
            }
            What::Pending => sentences.push(parks(world, step, event, &waits)),
            What::Wake => sentences.push(wakes(world, step, event, last)),
            _ => sentences.push(happens(world, step, event)),
        }
        last = Some(event);
    }
    if let Some(event) = last
        && waits.last().is_some_and(|wait| std::ptr::eq(*wait, event))
    {
        sentences.push(parks(world, step, event, &waits));
    }
    let sentences: Vec<String> = sentences.iter().map(|text| capital(text)).collect();
    sentences.join(" ")
}

/// What the scheduler hears of, and whom that wakes; and the events after these.
fn outside(world: World, step: &Step) -> (Vec<String>, &[Event]) {
    if !step.only_wakes() {
        return (Vec::new(), &step.events);
    }
    let of = |kind: fn(&What) -> bool| {
        let events = step.events.iter().filter(move |event| kind(&event.what));
        events.collect::<Vec<&Event>>()
    };
    let sockets = of(|what| matches!(what, What::SocketReady { .. }));
    let due = of(|what| matches!(what, What::TimerDue { .. }));
    let woken = of(|what| *what == What::Wake);
    let mut sentences = Vec::new();
    sentences.extend(match &names(&due)[..] {
        [] => None,
        [one] => Some(format!("the timer of {one} is due.")),
        more => Some(format!("the timers of {} are due.", list(more))),
    });
    sentences.extend(sockets.iter().map(|event| happens(world, step, event)));
    let cause = (due.iter().chain(&sockets)).next().copied();
    let goes = |event: &&Event| goes(world, step, event) == "goes to the end of the ready queue";
    if woken.len() > 1 && woken.iter().all(goes) {
        sentences.push(format!(
            "{} wakes {}, which go to the end of the ready queue in this order.",
            waker(world, step, woken[0], cause),
            list(&names(&woken))
        ));
    } else {
        let wakes = woken.iter().map(|event| wakes(world, step, event, cause));
        sentences.extend(wakes);
    }
    (sentences, &[])
}

fn names(events: &[&Event]) -> Vec<String> {
    let tasks = events.iter().filter_map(|event| event.task);
    tasks.map(name).collect()
}

/// A turn that finds nothing to do, and a sleep that ends with a jump, are told with what follows.
fn told(events: &[Event]) -> impl Iterator<Item = &Event> {
    let next = events.iter().skip(1).map(Some).chain([None]);
    let pairs = events.iter().zip(next);
    let told = pairs.filter(|(event, next)| {
        let next = next.map(|next| &next.what);
        !matches!(
            (&event.what, next),
            (What::Turn { ready: 0 }, Some(_)) | (What::Idle { .. }, Some(What::Jump { .. }))
        )
    });
    told.map(|(event, _)| event)
}

/// What a task does that wakes itself, or has tokio wake it later, and ends its poll.
fn yields(world: World, step: &Step) -> String {
    let event = &step.events[0];
    let task = event.task.unwrap_or_default();
    if event.what == What::Wake {
        let goes = goes(world, step, event);
        return format!("{} yields: it {goes}, and its poll ends.", name(task));
    }
    format!("{} yields: the runtime keeps its waker, and its poll ends.", name(task))
}

fn happens(world: World, step: &Step, event: &Event) -> String {
    let task = event.task.map_or_else(|| "a task".to_owned(), name);
    let by = event.by.map(name);
    let scheduler = scheduler(world);
    match &event.what {
        What::Turn { ready } => {
            let ready = match ready {
                0 => "an empty ready queue".to_owned(),
                1 => "one ready task".to_owned(),
                ready => format!("{ready} ready tasks"),
            };
            format!("a turn begins with {ready}.")
        }
        What::Spawn { name } => spawns(world, event, name.as_deref()),
        What::Poll if event.task.is_some_and(|task| is_beside(world, task)) => {
            format!("{scheduler} polls {task}, from its place beside the ready queue.")
        }
        What::Poll if event.task.as_ref() == step.before.ready.first() => {
            format!("{scheduler} takes {task} from the front of the ready queue and polls it.")
        }
        What::Poll => format!("{scheduler} polls {task}."),
        What::Ready => format!("{task} ends."),
        What::Error { text } if world == World::Asyncio && text == "CancelledError" => {
            format!("{task} ends: it is cancelled.")
        }
        What::Error { text } => {
            format!("{task} ends with an error: <samp>{}</samp>.", escape(text))
        }
        What::TimerDue { .. } => format!("the timer of {task} is due."),
        What::TimerDropped { due } => {
            format!("the timer of {task}, due at {}, is given up.", time(*due))
        }
        What::SocketReady { socket, direction } => {
            let direction = match direction {
                Direction::Read => "be read from",
                Direction::Write => "be written to",
            };
            format!("the system calls socket {socket} ready to {direction}.")
        }
        What::Cancel => {
            let by = by.unwrap_or_else(|| scheduler.to_owned());
            format!("{by} asks for the cancellation of {task}.")
        }
        What::Cancelled if world == World::Asyncio => {
            format!("the cancellation reaches {task}: an exception is raised in it.")
        }
        What::Cancelled => format!("the cancellation reaches {task}."),
        What::Drop => format!("{task} is dropped before its end."),
        What::Idle { until } => match until {
            Some(until) => {
                format!("no task is ready: {scheduler} sleeps, until {} at most.", time(*until))
            }
            None => format!("no task is ready: {scheduler} sleeps until one is woken."),
        },
        What::Jump { to } if sleeps(step) => format!(
            "no task is ready: {scheduler} sleeps, and the virtual clock jumps to {}.",
            time(*to)
        ),
        What::Jump { to } => format!("the virtual clock jumps to {}.", time(*to)),
        What::Print { text } => {
            let by = event.by.or(event.task).map_or("the program".to_owned(), name);
            format!("{by} prints <samp>{}</samp>.", escape(text))
        }
        What::TimerSet { .. }
        | What::SocketWait { .. }
        | What::Keep { .. }
        | What::Pending
        | What::Wake => unreachable!("told with what is beside them"),
    }
}

fn sleeps(step: &Step) -> bool {
    let mut events = step.events.iter();
    events.any(|event| matches!(event.what, What::Idle { .. }))
}

fn scheduler(world: World) -> &'static str {
    match world {
        World::Tokio => "the runtime",
        World::Asyncio | World::Toy => "the loop",
    }
}

fn spawns(world: World, event: &Event, called: Option<&str>) -> String {
    let task = event.task.unwrap_or_default();
    let scheduler = scheduler(world);
    if task == 0 && event.by.is_none() {
        return match world {
            World::Tokio => format!("{scheduler} starts with main, {BESIDE}."),
            _ => format!("{scheduler} starts with main in the ready queue."),
        };
    }
    let called = called.map_or_else(String::new, |called| format!(" ({})", escape(called)));
    let by = event.by.map_or_else(|| scheduler.to_owned(), name);
    let task = name(task);
    format!("{by} spawns {task}{called}, which goes to the end of the ready queue.")
}

/// Where tokio's main stands.
const BESIDE: &str = "in its place beside the ready queue";

/// What becomes of a task that is woken.
fn goes(world: World, step: &Step, event: &Event) -> String {
    let woken = event.task.unwrap_or_default();
    match step.before.tasks.get(&woken) {
        Some(Phase::Ended) => "has ended".to_owned(),
        Some(Phase::Ready) => "is ready already".to_owned(),
        _ if step.before.woken.contains(&woken) => "is woken already".to_owned(),
        _ if is_beside(world, woken) => format!("is ready {BESIDE}"),
        _ => "goes to the end of the ready queue".to_owned(),
    }
}

/// Who wakes a task, or what, after the cause that was told.
fn waker(world: World, step: &Step, event: &Event, cause: Option<&Event>) -> String {
    match (cause, event.by) {
        (Some(cause), Some(by)) if cause.task == Some(by) => return "it".to_owned(),
        (Some(cause), _) if cause.what == What::Wake => return "it".to_owned(),
        (Some(_), _) => return "that".to_owned(),
        (None, Some(by)) => return name(by),
        (None, None) => {}
    }
    let kept = event.task.and_then(|task| step.before.keepers.get(&task));
    match kept.map(Vec::as_slice) {
        Some([with]) if !is_the_schedulers(world, with) => keeper(with),
        _ => scheduler(world).to_owned(),
    }
}

/// Whether the scheduler itself wakes for this.
fn is_the_schedulers(world: World, with: &str) -> bool {
    matches!(with, "timer" | "socket" | "future")
        || with.starts_with("task ")
        || (world == World::Tokio && with == "queue")
}

fn wakes(world: World, step: &Step, event: &Event, cause: Option<&Event>) -> String {
    let woken = event.task.unwrap_or_default();
    let goes = goes(world, step, event);
    if event.by == Some(woken) {
        return format!("{} wakes itself and {goes}.", name(woken));
    }
    let who = waker(world, step, event, cause);
    format!("{who} wakes {}, which {goes}.", name(woken))
}

/// What a task waits for when its poll ends, and who has to wake it.
fn parks(world: World, step: &Step, event: &Event, waits: &[&Event]) -> String {
    let id = event.task.unwrap_or_default();
    let task = name(id);
    let mut acts: Vec<String> = Vec::new();
    let mut keepers: Vec<String> = Vec::new();
    for wait in waits {
        match &wait.what {
            What::TimerSet { due } => acts.push(format!("sets a timer due at {}", time(*due))),
            What::SocketWait { socket, direction } => acts.push(match direction {
                Direction::Read => format!("waits to read from socket {socket}"),
                Direction::Write => format!("waits to write to socket {socket}"),
            }),
            What::Keep { with } => {
                if with.starts_with("task ") {
                    acts.push(format!("awaits {}", escape(with)));
                }
                keepers.push(keeper(with));
            }
            _ => {}
        }
    }
    if matches!(event.what, What::Pending) {
        acts.push(match step.after.tasks.get(&id) {
            Some(Phase::Ready) => "ends its poll; it is ready already".to_owned(),
            _ => "parks".to_owned(),
        });
    }
    keepers.dedup();
    if acts.is_empty() {
        let keep = if keepers.len() == 1 { "keeps" } else { "keep" };
        return format!("{} {keep} the waker of {task}.", list(&keepers));
    }
    let kept = match (keepers.len(), world) {
        (0, _) => String::new(),
        (1, World::Asyncio) => format!("; {} is to wake it", keepers[0]),
        (_, World::Asyncio) => format!("; {} are to wake it", list(&keepers)),
        (1, _) => format!("; {} keeps its waker", keepers[0]),
        _ => format!("; {} keep its waker", list(&keepers)),
    };
    format!("{task} {}{kept}.", list(&acts))
}

fn keeper(with: &str) -> String {
    let words = escape(&with.replace('_', " "));
    match with {
        "future" => "a future".to_owned(),
        "oneshot" | "mpsc" | "broadcast" | "watch" => format!("the {words} channel"),
        with if with.starts_with("task ") => words,
        _ => format!("the {words}"),
    }
}

/// `a`, `a and b`, `a, b and c`
fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// What the scheduler holds after a step, by the name of its row.
pub fn rows(world: World, step: &Step) -> [(&'static str, Vec<String>); 6] {
    let State { at, ready, timers, sockets, .. } = &step.after;
    let mut queue: Vec<String> = ready.iter().map(|&task| name(task)).collect();
    let woken = step.after.woken.contains(&0);
    if is_beside(world, 0) && (woken || step.after.tasks.get(&0) == Some(&Phase::Ready)) {
        queue.push("beside the queue: main".to_owned());
    }
    let timers = timers.iter().map(|(due, task)| format!("{}: {}", time(*due), name(*task)));
    let sockets = sockets.iter().map(|(socket, task, direction)| {
        let direction = match direction {
            Direction::Read => "to read",
            Direction::Write => "to write",
        };
        format!("{socket} {direction}: {}", name(*task))
    });
    [
        ("clock", at.map(time).into_iter().collect()),
        ("polled", step.after.polled().map(name).into_iter().collect()),
        ("ready", few(queue)),
        ("timers", few(timers.collect())),
        ("sockets", few(sockets.collect())),
        ("parked", few(parked(world, &step.after))),
    ]
}

/// The parked tasks; of those that neither a timer nor a socket wakes, what does.
fn parked(world: World, state: &State) -> Vec<String> {
    let tasks = state.tasks.iter();
    let parked = tasks.filter(|(_, phase)| **phase == Phase::Parked);
    let parked = parked.map(|(&task, _)| match &others(world, state, task)[..] {
        [] => name(task),
        others => format!("{}, on {}", name(task), list(others)),
    });
    parked.collect()
}

/// What keeps a task's waker, but for a timer and a socket, of which more is known.
fn others(world: World, state: &State, task: u32) -> Vec<String> {
    let keepers = state.keepers.get(&task).into_iter().flatten();
    let others = keepers.filter(|with| !matches!(with.as_str(), "timer" | "socket"));
    let mut others: Vec<String> = others
        .map(|with| match with.as_str() {
            "queue" if world == World::Tokio => "its yield".to_owned(),
            with => with.replace('_', " "),
        })
        .collect();
    others.dedup();
    others
}

/// What a task waits for, in as many letters.
pub fn reason(world: World, state: &State, task: u32, room: usize) -> Option<String> {
    let timers = state.timers.iter().filter(|(_, other)| *other == task);
    let sockets = state.sockets.iter().filter(|(_, other, _)| *other == task);
    let until = if state.at.is_some() { "until " } else { "" };
    let mut reasons: Vec<String> = timers
        .map(|(due, _)| format!("{until}{}", time(*due)))
        .chain(sockets.map(|(socket, ..)| format!("socket {socket}")))
        .chain(others(world, state, task))
        .collect();
    reasons.dedup();
    let fits = |words: &String| words.chars().count() <= room;
    Some(reasons.join(", ")).filter(fits).filter(|words| !words.is_empty())
}

fn few(mut chips: Vec<String>) -> Vec<String> {
    if chips.len() > NAMED {
        let more = chips.len() - NAMED;
        chips.truncate(NAMED);
        chips.push(format!("and {more} more"));
    }
    chips
}

/// The whole run in a sentence a task, for those who do not see the drawing.
pub fn summary(run: &Run) -> String {
    let mut polls: BTreeMap<u32, Vec<Option<f64>>> = BTreeMap::new();
    let mut now = None;
    for event in run.events() {
        now = event.at.or(now);
        if let (What::Poll, Some(task)) = (&event.what, event.task) {
            polls.entry(task).or_default().push(now);
        }
    }
    let more = polls.len().saturating_sub(NAMED);
    let mut sentences: Vec<String> =
        polls.into_iter().take(NAMED).map(|(task, polls)| summary_of(task, &polls)).collect();
    if more > 0 {
        sentences.push(format!("And {more} more tasks."));
    }
    sentences.join(" ")
}

fn summary_of(task: u32, polls: &[Option<f64>]) -> String {
    let task = capital(&name(task));
    let mut times: Vec<String> = polls.iter().flatten().map(|&at| time(at)).collect();
    let count = match polls.len() {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    };
    times.dedup();
    if times.is_empty() || times.len() > NAMED {
        return format!("{task} is polled {count}.");
    }
    format!("{task} is polled {count}, at {}.", list(&times))
}
