//! Predict, then look: the lines of a transcript out of their order, and of each two lines the reason
//! why the later one cannot come first, read off the recorded run.

use proof::trace::{Event, Trace, What, World};
use proof::{Language, Program, RECORDED};

use crate::colour::escape;
use crate::programs::{class, is_time};

/// How many lines a reader is asked to put in order.
const FEWEST: usize = 3;
const MOST: usize = 12;

/// What keeps a program from being predicted: what was found, and the remedy.
#[must_use]
pub fn faults(program: &Program) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let address = program.address();
    for language in program.languages() {
        let (lines, name) = (lines(program, language), language.name());
        if !(FEWEST..=MOST).contains(&lines.len()) || lines.iter().all(|line| *line == lines[0]) {
            let found = format!(
                "{address} cannot be predicted: {name} prints {} of {FEWEST} to {MOST} lines that differ",
                lines.len()
            );
            let remedy = format!("write {{{{#program {address}}}}}, without `predict`");
            faults.push((found, remedy));
        } else if let Err(found) = Run::read(program, language) {
            faults.push((found, format!("cargo book record {address} --trace")));
        }
    }
    faults
}

/// What theme/predict.js has to know of an exercise, as attributes: the order in which the lines are
/// offered, and for each line and each place before its own the reason why it cannot come there.
#[must_use]
pub fn attributes(program: &Program, languages: &[Language]) -> String {
    // Without its recording, which is a fault, a run gives no reasons.
    let runs = languages.iter().filter_map(|&language| {
        let run = Run::read(program, language).ok()?;
        Some((language, run.reasons()))
    });
    let runs: Vec<_> = runs.collect();
    let lines = languages.first().map(|&language| lines(program, language));
    let lines = lines.unwrap_or_default();
    let why: Vec<Vec<String>> = (0..lines.len())
        .map(|line| {
            let why = (0..line).map(|place| why(&lines[line], &runs, line, place));
            why.collect()
        })
        .collect();
    let why = serde_json::to_string(&why).unwrap_or_default();
    let order: Vec<_> = shuffled(&lines).iter().map(usize::to_string).collect();
    format!(
        r#" data-order="{}" data-why="{}""#,
        order.join(" "),
        escape(&why)
    )
}

/// One sentence for what holds in both languages, else one for each.
fn why(text: &str, runs: &[(Language, Reasons)], line: usize, place: usize) -> String {
    let reasons = runs
        .iter()
        .map(|(language, reasons)| (language.name(), &reasons[line][place]));
    let reasons: Vec<_> = reasons.collect();
    let reason = match &reasons[..] {
        [(_, python), (_, rust)] if python != rust => {
            format!("in Python, {python}; in Rust, {rust}")
        }
        [(_, reason), ..] => (*reason).clone(),
        [] => return String::new(),
    };
    format!("`{text}` cannot come here: {reason}.")
}

/// What a program prints, without the times, which would give the order away.
fn lines(program: &Program, language: Language) -> Vec<String> {
    let file = program.transcript(language, RECORDED);
    let text = file.and_then(|file| std::fs::read_to_string(file).ok());
    let text = text.unwrap_or_default();
    text.lines().map(|line| timeless(line).to_owned()).collect()
}

/// A printed line without its time.
fn timeless(line: &str) -> &str {
    match line.split_once("  ") {
        Some((time, rest)) if is_time(time) => rest,
        _ => line,
    }
}

/// The numbers of the lines in an order that looks like none, is always the same, and is wrong from its
/// first line on.
fn shuffled(lines: &[String]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|&line| (hash(&lines[line]), line));
    if let Some(other) = order.iter().position(|&line| lines[line] != lines[0]) {
        order.rotate_left(other);
    }
    order
}

/// Fowler, Noll and Vo's hash, for the standard library's may change from release to release. From the
/// end, for what comes last is mixed least, and lines that differ only there would stay together.
fn hash(text: &str) -> u32 {
    text.bytes().rev().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// For each line and each place before its own, why it cannot come there.
type Reasons = Vec<Vec<String>>;

/// A recorded run, and which of its events print.
struct Run {
    world: World,
    events: Vec<Event>,
    prints: Vec<usize>,
}

/// What a task is about.
#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// No task of this number is there.
    Unmade,
    /// In the ready queue, since this event.
    Queued(usize),
    /// It has the turn; if woken meanwhile, by this event.
    Running(Option<usize>),
    /// It waits to be woken.
    Parked,
    /// It has ended.
    Over,
}

impl Run {
    /// The run of a program, or what is wrong with its recording.
    fn read(program: &Program, language: Language) -> Result<Run, String> {
        let class = class(language);
        let name = format!("traces/{}.{class}.json", program.name);
        let slug = program.chapter.slug();
        let text = std::fs::read_to_string(program.trace_file(language))
            .map_err(|_| format!("no trace says in what order {slug}/{name} would print"))?;
        let trace = Trace::parse(&text).map_err(|e| format!("{slug}/{name}: {e}"))?;
        let run = Run::of(trace);
        let printed = run.prints.iter().map(|&print| run.text(print));
        if printed.eq(lines(program, language)) {
            Ok(run)
        } else {
            Err(format!(
                "{slug}/{name} prints other lines than the transcript"
            ))
        }
    }

    fn of(trace: Trace) -> Run {
        let prints = trace.events.iter().enumerate();
        let prints = prints.filter(|(_, event)| matches!(event.what, What::Print { .. }));
        Run {
            world: trace.world,
            prints: prints.map(|(index, _)| index).collect(),
            events: trace.events,
        }
    }

    /// What an event prints, without its time.
    fn text(&self, print: usize) -> &str {
        match &self.events[print].what {
            What::Print { text } => timeless(text),
            _ => "",
        }
    }

    fn reasons(&self) -> Reasons {
        (0..self.prints.len())
            .map(|line| (0..line).map(|place| self.reason(line, place)).collect())
            .collect()
    }

    /// Why the line cannot come at an earlier place: what keeps its task from printing it when the line
    /// of that place is printed. It names that line only where the same task prints both.
    fn reason(&self, line: usize, place: usize) -> String {
        let (here, there) = (self.prints[place], self.prints[line]);
        let Some(task) = self.events[there].by else {
            return self.outside(here, there);
        };
        let who = name(task);
        let between = &self.prints[place..line];
        let first = between
            .iter()
            .find(|&&print| self.events[print].by == Some(task));
        if let Some(&first) = first {
            let text = self.text(first);
            let parks = |event: &Event| event.task == Some(task) && event.what == What::Pending;
            return match self.events[first..there].iter().position(parks) {
                Some(after) if self.yields(first + after) => {
                    format!(
                        "{who} prints `{text}` first, and then goes to the end of the ready queue"
                    )
                }
                Some(after) => {
                    let waits = self.parked(task, first + after, here);
                    format!("{who} prints `{text}` first, and then {waits}")
                }
                None => format!("{who} prints it, and prints `{text}` first"),
            };
        }
        match self.state(task, here) {
            State::Unmade => format!("{who}, which prints it, is not made yet"),
            State::Queued(since) => self.queued(task, since, here),
            State::Parked => format!("{who}, which prints it, {}", self.parked(task, here, here)),
            State::Running(_) | State::Over => self.outside(here, there),
        }
    }

    /// What the task is about just before an event.
    fn state(&self, task: u32, until: usize) -> State {
        let events = self.events[..until].iter().enumerate();
        let own = events.filter(|(_, event)| event.task == Some(task));
        // Not every recorder sees how main is made.
        let start = match task {
            0 => State::Queued(0),
            _ => State::Unmade,
        };
        own.fold(start, |state, (index, event)| match (&event.what, state) {
            (What::Spawn { .. }, _) | (What::Wake, State::Parked) => State::Queued(index),
            (What::Poll, _) => State::Running(None),
            (What::Wake, State::Running(_)) => State::Running(Some(index)),
            (What::Pending, State::Running(Some(woken))) => State::Queued(woken),
            (What::Pending, _) => State::Parked,
            (What::Ready | What::Error { .. } | What::Drop, _) => State::Over,
            (_, state) => state,
        })
    }

    /// Of a task in the ready queue: who keeps it there.
    fn queued(&self, task: u32, since: usize, here: usize) -> String {
        let who = name(task);
        let Some(other) = self.events[here].by else {
            return format!("{who}, which prints it, is in the ready queue");
        };
        let holder = name(other);
        let polled = self.before(other, here, |what| *what == What::Poll);
        let polled = polled.unwrap_or_default();
        if polled < since {
            let end = self.end_of_turn(other, here);
            return format!(
                "{who}, which prints it, is ready, but {holder} has the turn and keeps it until {end}"
            );
        }
        if self.world == World::Tokio && other == 0 {
            return format!(
                "{who}, which prints it, is in the ready queue, and main, which tokio polls beside the queue, has its turn first"
            );
        }
        match self.state(other, polled) {
            State::Queued(before) if before < since => {
                format!("{who}, which prints it, is in the ready queue behind {holder}")
            }
            _ => {
                format!(
                    "{who}, which prints it, is in the ready queue, and {holder} has its turn first"
                )
            }
        }
    }

    /// Whether a poll that ends here has made its own task ready. tokio does that at the turn's end.
    fn yields(&self, end: usize) -> bool {
        let task = self.events[end].task;
        let last = self.events[..end].iter().rev();
        let last = last.take(1).find(|event| event.task == task);
        last.is_some_and(|event| match &event.what {
            What::Wake => event.by == task,
            What::Keep { with } => self.world == World::Tokio && with == "queue",
            _ => false,
        })
    }

    /// How the turn ends that a task has.
    fn end_of_turn(&self, task: u32, here: usize) -> &'static str {
        let end = self.events[here..].iter().position(|event| {
            let ends = matches!(
                event.what,
                What::Pending | What::Ready | What::Error { .. } | What::Drop
            );
            event.task == Some(task) && ends
        });
        let Some(end) = end.map(|after| here + after) else {
            return "it ends";
        };
        match (&self.events[end].what, self.state(task, end)) {
            (What::Pending, State::Running(Some(_))) => "it yields",
            (What::Pending, _) => "it has to wait",
            _ => "it ends",
        }
    }

    /// Of a task that is parked at one event: what it waits for, as seen from another. This is what
    /// wakes it in the end.
    fn parked(&self, task: u32, at: usize, here: usize) -> String {
        let polled = self.before(task, at, |what| *what == What::Poll);
        let kept = self.events[polled.unwrap_or_default()..at].iter().rev();
        let kept = kept
            .filter(|event| event.task == Some(task))
            .find_map(|event| match &event.what {
                What::Keep { with } => Some(with.as_str()),
                _ => None,
            });
        if let Some(other) = kept.and_then(|with| with.strip_prefix("task ")) {
            let other = other.parse().map_or_else(|_| other.to_owned(), name);
            return format!("waits for {other} to end");
        }
        let own = |event: &&Event| event.task == Some(task);
        let later = self.events[at..].iter();
        let wake = later.clone().filter(own).find(|e| e.what == What::Wake);
        let until_wake = later.take_while(|event| Some(*event) != wake).filter(own);
        for event in until_wake {
            match event.what {
                What::TimerDue { due } => return until(due, self.events[here].at),
                What::SocketReady { .. } => return "waits for its socket".to_owned(),
                _ => {}
            }
        }
        match wake.and_then(|wake| wake.by) {
            Some(other) => format!("waits, and {} has not woken it yet", name(other)),
            None => "waits, and nothing has woken it yet".to_owned(),
        }
    }

    /// Of a line that no task prints, as one at the program's end.
    fn outside(&self, here: usize, there: usize) -> String {
        let ends = |event: &Event| {
            event.task == Some(0) && matches!(event.what, What::Ready | What::Error { .. })
        };
        let end = self.events.iter().position(ends);
        match (self.events[here].at, self.events[there].at) {
            _ if end.is_some_and(|end| here < end && end < there) => {
                "no task prints it, and it comes after main has ended".to_owned()
            }
            (Some(now), Some(then)) if now < then => {
                format!("it is printed at {then:.1} s, and here it is {now:.1} s")
            }
            _ => format!("`{}` is printed first", self.text(here)),
        }
    }

    /// The task's last event of a kind before another.
    fn before(&self, task: u32, until: usize, kind: impl Fn(&What) -> bool) -> Option<usize> {
        let is_it = |event: &Event| event.task == Some(task) && kind(&event.what);
        self.events[..until].iter().rposition(is_it)
    }
}

/// Of a task whose timer wakes it.
fn until(due: f64, now: Option<f64>) -> String {
    match now {
        Some(now) if due > now => format!("waits until {due:.1} s, and here it is {now:.1} s"),
        _ => "waits, and its timer has not woken it yet".to_owned(),
    }
}

fn name(task: u32) -> String {
    match task {
        0 => "main".to_owned(),
        _ => format!("task {task}"),
    }
}

#[cfg(test)]
mod tests {
    use proof::trace::VERSION;

    use super::*;

    /// A run of `what` happens, one event a line: time, task, by (`-` for none), what, and its data.
    fn run(world: World, events: &str) -> Run {
        let number = |word: &str| word.parse().ok();
        let event = |line: &str| {
            let words: Vec<_> = line.splitn(5, ' ').map(str::trim).collect();
            let data = words.get(4).copied().unwrap_or_default().to_owned();
            let due = || data.parse().expect("a time");
            let what = match words[3] {
                "spawn" => What::Spawn { name: None },
                "poll" => What::Poll,
                "pending" => What::Pending,
                "ready" => What::Ready,
                "wake" => What::Wake,
                "keep" => What::Keep { with: data },
                "due" => What::TimerDue { due: due() },
                "print" => What::Print { text: data },
                other => panic!("{other}"),
            };
            Event {
                at: words[0].parse().ok(),
                task: number(words[1]),
                by: number(words[2]),
                line: None,
                what,
            }
        };
        let events = events
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty());
        Run::of(Trace {
            version: VERSION,
            world,
            events: events.map(event).collect(),
        })
    }

    const CROSSINGS: &str = "
        0 0 - spawn
        0 0 - poll
        0 1 0 spawn
        0 2 0 spawn
        0 - 0 print main: sends both
        0 0 0 keep task 1
        0 0 - pending
        0 1 - poll
        0 - 1 print Gull: casts off
        0 1 - pending
        0 2 - poll
        0 - 2 print Heron: casts off
        0 2 - pending
        1 2 - due 1
        1 2 - wake
        1 2 - poll
        1 - 2 print Heron: docks
        1 2 - ready
        2 1 - due 2
        2 1 - wake
        2 1 - poll
        2 - 1 print Gull: docks
        2 1 - ready
        2 0 1 wake
        2 0 - poll
        2 - 0 print main: all ashore
        2 0 - ready
        2 - - print the harbour is closed";

    #[test]
    fn a_reason_says_what_kept_the_task_of_a_line() {
        let run = run(World::Asyncio, CROSSINGS);
        let reasons = [
            (
                1,
                0,
                "task 1, which prints it, is ready, but main has the turn and keeps it until it has to wait",
            ),
            (
                2,
                1,
                "task 2, which prints it, is in the ready queue behind task 1",
            ),
            (
                3,
                1,
                "task 2 prints `Heron: casts off` first, and then waits until 1.0 s, and here it is 0.0 s",
            ),
            (
                4,
                2,
                "task 1, which prints it, waits until 2.0 s, and here it is 0.0 s",
            ),
            (
                4,
                3,
                "task 1, which prints it, waits until 2.0 s, and here it is 1.0 s",
            ),
            (5, 3, "main, which prints it, waits for task 1 to end"),
            (6, 5, "no task prints it, and it comes after main has ended"),
        ];
        for (line, place, reason) in reasons {
            assert_eq!(run.reason(line, place), reason, "{line} at {place}");
        }
    }

    #[test]
    fn a_task_that_is_not_made_yet_prints_nothing() {
        let events =
            "0 0 - poll\n0 - 0 print a\n0 1 0 spawn\n0 0 - pending\n0 1 - poll\n0 - 1 print b";
        let reason = run(World::Toy, events).reason(1, 0);
        assert_eq!(reason, "task 1, which prints it, is not made yet");
    }

    #[test]
    fn a_turn_ends_when_its_task_yields_or_ends() {
        let events = |end: &str| {
            format!("0 0 - poll\n0 1 0 spawn\n0 - 0 print a\n{end}\n0 1 - poll\n0 - 1 print b")
        };
        let reason = |end| run(World::Toy, &events(end)).reason(1, 0);
        let yields = reason("0 0 0 wake\n0 0 - pending");
        assert!(yields.ends_with("keeps it until it yields"), "{yields}");
        let ends = reason("0 0 - ready");
        assert!(ends.ends_with("keeps it until it ends"), "{ends}");
    }

    #[test]
    fn a_task_prints_its_next_line_after_it_has_yielded() {
        let told = "main prints `a` first, and then goes to the end of the ready queue";
        let yields = [
            (World::Toy, "0 0 0 wake\n0 0 - pending"),
            (World::Tokio, "0 0 0 keep queue\n0 0 - pending\n0 0 - wake"),
        ];
        for (world, yields) in yields {
            let events = format!("0 0 - poll\n0 - 0 print a\n{yields}\n0 0 - poll\n0 - 0 print b");
            assert_eq!(run(world, &events).reason(1, 0), told);
        }
    }

    #[test]
    fn main_stands_beside_the_queue_of_tokio() {
        let events = "
            0 0 - poll
            0 0 0 keep task 1
            0 1 0 spawn
            0 2 0 spawn
            0 0 - pending
            0 1 - poll
            0 1 - ready
            0 0 1 wake
            0 0 - poll
            0 - 0 print a
            0 0 - pending
            0 2 - poll
            0 - 2 print b";
        let tokio = run(World::Tokio, events).reason(1, 0);
        assert!(
            tokio.contains("which tokio polls beside the queue"),
            "{tokio}"
        );
        let toy = run(World::Toy, events).reason(1, 0);
        assert!(toy.ends_with("and main has its turn first"), "{toy}");
    }

    #[test]
    fn the_offered_order_is_wrong_from_its_first_line_and_never_changes() {
        let lines: Vec<_> = ["a", "a", "b", "c"].map(str::to_owned).into();
        let order = shuffled(&lines);
        assert_eq!(order, shuffled(&lines));
        assert_ne!(lines[order[0]], "a");
        let mut all = order;
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3]);
    }

    #[test]
    fn what_two_languages_have_in_common_is_said_once() {
        let reasons = |reason: &str| vec![vec![], vec![reason.to_owned()]];
        let why = |rust| {
            let runs = [
                (Language::Python, reasons("it is early")),
                (Language::Rust, reasons(rust)),
            ];
            why("b", &runs, 1, 0)
        };
        assert_eq!(why("it is early"), "`b` cannot come here: it is early.");
        let both = "`b` cannot come here: in Python, it is early; in Rust, it is far.";
        assert_eq!(why("it is far"), both);
    }
}
