//! The still picture of a run: a lane for each task, a column for each step.

use std::collections::BTreeMap;
use std::fmt::{Arguments, Write};

use proof::trace::{Event, What, World};

use crate::colour::escape;
use crate::run::{Phase, Run, Step};
use crate::words;

const LABEL: usize = 64;
const COLUMN: usize = 28;
const LANE: usize = 34;
const AXIS: usize = 30;
const GAP: usize = 14;
/// At most so wide is a letter of small text, on average.
const LETTER: usize = 6;

/// How many columns stand beside each other; the others go below.
const BAND: usize = 31;

/// How many lanes a figure has room for.
pub const LANES: usize = 24;

/// A sign, what it means, and whether an event is drawn with it.
type Sign = (&'static str, &'static str, fn(&Event) -> bool);

const SIGNS: [Sign; 8] = [
    (
        r#"width="30" height="18"><path class="poll" d="M2 1h26v16h-26z"/><circle class="dot" cx="15" cy="9" r="2.5"/>"#,
        "polled; a dot: it prints",
        |event| event.what == What::Poll,
    ),
    (
        r#"width="30" height="18"><path class="ready" d="M2 5h26v8h-26zM4 13l6-8M10 13l6-8M16 13l6-8M22 13l5-7"/>"#,
        "ready",
        |event| matches!(event.what, What::Spawn { .. } | What::Wake),
    ),
    (r#"width="30" height="18"><path class="parked" d="M2 9h26"/>"#, "parked", |event| {
        event.what == What::Pending
    }),
    (
        r#"width="16" height="18"><path class="arrow" d="M8 1v12"/><path class="head" d="M4 11l4 6 4-6z"/>"#,
        "spawns or wakes; a short one: no task does it",
        |event| matches!(event.what, What::Spawn { .. } | What::Wake) && event.by != event.task,
    ),
    (
        r#"width="16" height="18"><path class="arrow ask" d="M8 1v10"/><path class="head ask" d="M4 11l4 6 4-6z"/>"#,
        "asks to cancel",
        |event| event.what == What::Cancel,
    ),
    (r#"width="14" height="18"><path class="end" d="M7 1v16"/>"#, "ends", |event| {
        event.what == What::Ready
    }),
    (
        r#"width="14" height="18"><path class="cross" d="M2 4l10 10m0-10l-10 10"/>"#,
        "fails, is cancelled or dropped",
        |event| matches!(event.what, What::Error { .. } | What::Drop),
    ),
    (r#"width="14" height="18"><path class="jump" d="M7 0v18"/>"#, "the clock jumps", |event| {
        matches!(event.what, What::Jump { .. })
    }),
];

const TURN: Sign =
    (r#"width="14" height="18"><path class="tick" d="M7 0v18"/>"#, "a turn begins", |event| {
        matches!(event.what, What::Turn { .. })
    });

/// What the signs in the drawings of some runs mean, once below them.
pub fn legend(runs: &[&Run]) -> String {
    let events: Vec<&Event> = runs.iter().flat_map(|run| run.events()).collect();
    let signs = SIGNS.iter().chain([&TURN]);
    let drawn = signs.filter(|(_, _, is_drawn)| events.iter().any(|event| is_drawn(event)));
    let items = drawn.map(|(sign, words, _)| {
        let svg = sign.replacen('>', r#" aria-hidden="true">"#, 1);
        format!("<li><svg {svg}</svg> {words}</li>")
    });
    let items: String = items.collect();
    format!(r#"<figcaption><ul class="legend">{items}</ul></figcaption>"#)
}

/// What a lane shows in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Nothing,
    Ready,
    Polled,
    Parked,
}

/// A run with its steps in their columns.
pub struct Drawing<'a> {
    world: World,
    steps: &'a [Step],
    at: &'a [Option<usize>],
    /// What the lanes are called beside their numbers.
    tasks: BTreeMap<u32, Option<&'a str>>,
    out: String,
}

impl<'a> Drawing<'a> {
    pub fn new(run: &'a Run, at: &'a [Option<usize>]) -> Drawing<'a> {
        Drawing { world: run.world, steps: &run.steps, at, tasks: run.tasks(), out: String::new() }
    }

    /// The names, which stay in sight, and the picture, which says what it shows. `data-grid` tells the script where its columns are.
    pub fn svg(mut self, title: &str, description: &str) -> String {
        let bands = self.at.len().div_ceil(BAND).max(1);
        let (width, band) = (self.at.len().min(BAND) * COLUMN + 14, self.band());
        let height = bands * band - GAP;
        let lanes = band - GAP - AXIS;
        let title = escape(title);
        let description = escape(description);
        self.put(format_args!(
            r#"<svg class="names" aria-hidden="true" width="{LABEL}" height="{height}">"#
        ));
        (0..bands).for_each(|first| self.labels(first));
        self.put(format_args!(
            r#"</svg><svg role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}" data-grid="{COLUMN} {BAND} {band}"><title>{title}</title><desc>{description}</desc><path class="now needs-js" d="M0 {AXIS}h{COLUMN}v{lanes}h-{COLUMN}z"/>"#
        ));
        for first in 0..bands {
            self.axis(first);
            for task in self.tasks.keys().copied().collect::<Vec<_>>() {
                self.lane(first, task);
            }
            self.signs(first);
            for task in self.tasks.keys().copied().collect::<Vec<_>>() {
                self.reasons(first, task);
            }
        }
        self.out + "</svg>"
    }

    /// How high a row of columns is, with the gap below it.
    fn band(&self) -> usize {
        AXIS + self.tasks.len() * LANE + GAP
    }

    fn put(&mut self, text: Arguments<'_>) {
        // Writing to a String does not fail.
        let _ = self.out.write_fmt(text);
    }

    fn columns(&self, band: usize) -> std::ops::Range<usize> {
        band * BAND..self.at.len().min((band + 1) * BAND)
    }

    fn step(&self, column: usize) -> Option<&'a Step> {
        self.at[column].map(|step| &self.steps[step])
    }

    /// The middle of a task's lane.
    fn y(&self, band: usize, task: u32) -> usize {
        let lane = self.tasks.keys().take_while(|&&other| other < task).count();
        band * self.band() + AXIS + lane * LANE + LANE / 2
    }

    fn x(column: usize) -> usize {
        column % BAND * COLUMN
    }

    fn labels(&mut self, band: usize) {
        for (task, called) in self.tasks.clone() {
            let called = called.filter(|called| *called != words::name(task));
            let y = self.y(band, task) + if called.is_some() { 0 } else { 4 };
            self.put(format_args!(r#"<text x="0" y="{y}">{}</text>"#, words::name(task)));
            if let Some(called) = called {
                let mut called = called.to_owned();
                if let Some((end, _)) = called.char_indices().nth(11) {
                    called.replace_range(end.., "…");
                }
                self.put(format_args!(
                    r#"<text class="soft" x="0" y="{}">{}</text>"#,
                    y + 12,
                    escape(&called)
                ));
            }
        }
    }

    /// Where a time begins, and where the clock jumps to it.
    fn axis(&mut self, band: usize) {
        let top = band * self.band();
        let bottom = top + self.band() - GAP;
        let mut said = None;
        let jumps = |step: &Step| {
            let mut events = step.events.iter();
            events.any(|event| matches!(event.what, What::Jump { .. }))
        };
        let start = self.columns(band).start;
        // A jump says its time at once, and leaves no room for the one before.
        let opens = self.columns(band).take(2).filter_map(|it| self.step(it));
        let has_room = !opens.into_iter().any(jumps);
        if let Some(now) = self.before(start).and_then(|step| step.after.at)
            && has_room
        {
            self.put(format_args!(
                r#"<text class="time" x="2" y="{}">{}</text>"#,
                top + 11,
                words::time(now)
            ));
            said = Some(now);
        }
        for column in self.columns(band) {
            let Some(step) = self.step(column) else {
                continue;
            };
            let turns = |event: &Event| matches!(event.what, What::Turn { .. });
            if step.events.iter().any(turns) {
                let (x, lanes) = (Drawing::x(column), top + AXIS);
                self.put(format_args!(r#"<path class="tick" d="M{x} {lanes}V{bottom}"/>"#));
            }
            let at = step.after.at;
            if let Some(now) = at.filter(|_| at != said) {
                let x = Drawing::x(column);
                if jumps(step) {
                    let middle = x + COLUMN / 2;
                    self.put(format_args!(
                        r#"<path class="jump" d="M{middle} {}V{bottom}"/><text class="time" text-anchor="middle" x="{middle}" y="{}">{}</text>"#,
                        top + 16,
                        top + 11,
                        words::time(now)
                    ));
                } else {
                    self.put(format_args!(
                        r#"<text class="time" x="{}" y="{}">{}</text>"#,
                        x + 2,
                        top + 11,
                        words::time(now)
                    ));
                }
            }
            said = at.or(said);
        }
    }

    /// The last step before a column.
    fn before(&self, column: usize) -> Option<&'a Step> {
        let step = self.at[..column].iter().rev().flatten().next();
        step.map(|&step| &self.steps[step])
    }

    /// What a lane shows before a row of columns, and in each of them.
    fn cells(&self, band: usize, task: u32) -> (Cell, Vec<Cell>) {
        let cell = |phase: Option<&Phase>| match phase {
            None | Some(Phase::Ended) => Cell::Nothing,
            Some(Phase::Ready) => Cell::Ready,
            Some(Phase::Polled) => Cell::Polled,
            Some(Phase::Parked) => Cell::Parked,
        };
        let columns = self.columns(band);
        // Where a run has no step of its own, what was goes on.
        let before = self
            .before(columns.start)
            .map_or(Cell::Nothing, |step| cell(step.after.tasks.get(&task)));
        let mut now = before;
        let mut cells = Vec::new();
        for column in columns {
            let mut shown = now;
            if let Some(step) = self.step(column) {
                let after = cell(step.after.tasks.get(&task));
                let ends = after == Cell::Nothing;
                let is_last = now == Cell::Polled && after != Cell::Polled;
                shown = if ends || is_last { now } else { after };
                now = after;
            }
            cells.push(shown);
        }
        (before, cells)
    }

    fn lane(&mut self, band: usize, task: u32) {
        let y = self.y(band, task);
        let (mut before, cells) = self.cells(band, task);
        let mut start = 0;
        for stretch in cells.chunk_by(|a, b| a == b) {
            let from = Drawing::x(start);
            let to = Drawing::x(start) + stretch.len() * COLUMN;
            match stretch[0] {
                Cell::Nothing => {}
                Cell::Polled => self.put(format_args!(
                    r#"<path class="poll" d="M{} {}H{}v18H{}z"/>"#,
                    from + 2,
                    y - 9,
                    to - 2,
                    from + 2
                )),
                Cell::Parked => {
                    self.put(format_args!(r#"<path class="parked" d="M{from} {y}H{to}"/>"#))
                }
                Cell::Ready if matches!(before, Cell::Ready | Cell::Polled) => {
                    self.hatch(from, to - 2, y);
                }
                // It is ready from the spawn or the wake on, in the middle of a column.
                Cell::Ready => {
                    let middle = from + COLUMN / 2;
                    if before == Cell::Parked {
                        self.put(format_args!(
                            r#"<path class="parked" d="M{from} {y}H{middle}"/>"#
                        ));
                    }
                    self.hatch(middle, to - 2, y);
                }
            }
            before = stretch[0];
            start += stretch.len();
        }
    }

    fn hatch(&mut self, from: usize, to: usize, y: usize) {
        let (top, bottom) = (y - 4, y + 4);
        let mut path = format!("M{from} {top}H{to}V{bottom}H{from}z");
        for x in (from..to.saturating_sub(5)).step_by(6) {
            // Writing to a String does not fail.
            let _ = write!(path, "M{x} {bottom}l6-8");
        }
        self.put(format_args!(r#"<path class="ready" d="{path}"/>"#));
    }

    /// What happens at one step: arrows, dots, ends.
    fn signs(&mut self, band: usize) {
        for column in self.columns(band) {
            let Some(step) = self.step(column) else {
                continue;
            };
            let asks = |event: &Event| event.what == What::Cancel;
            let is_asked = step.events.iter().any(asks);
            for event in &step.events {
                self.sign(band, column, event, is_asked);
            }
        }
    }

    /// Of a task that is woken to be cancelled, only who asks for that is drawn.
    fn sign(&mut self, band: usize, column: usize, event: &Event, is_asked: bool) {
        let left = Drawing::x(column);
        let x = left + COLUMN / 2;
        let lane = event.task.or(event.by);
        let Some(y) = lane.map(|task| self.y(band, task)) else {
            return;
        };
        match &event.what {
            What::Wake if is_asked => {}
            What::Spawn { .. } | What::Wake | What::Cancel if event.task != event.by => {
                let source = event.by.map_or(y - LANE / 2, |by| self.y(band, by));
                let (tail, neck) = match event.by {
                    None => (source, y - 10),
                    Some(_) if source < y => (source + 9, y - 10),
                    Some(_) => (source - 9, y + 10),
                };
                let head = if source < y { "l4-6h-8z" } else { "l4 6h-8z" };
                let tip = if source < y { y - 4 } else { y + 4 };
                let ask = if event.what == What::Cancel { " ask" } else { "" };
                self.put(format_args!(
                    r#"<path class="arrow{ask}" d="M{x} {tail}V{neck}"/><path class="head{ask}" d="M{x} {tip}{head}"/>"#
                ));
            }
            What::Print { .. } => {
                self.put(format_args!(r#"<circle class="dot" cx="{x}" cy="{y}" r="2.5"/>"#))
            }
            What::Ready => self.put(format_args!(
                r#"<path class="end" d="M{} {}v24"/>"#,
                left + COLUMN - 2,
                y - 12
            )),
            What::Error { .. } | What::Drop => self.put(format_args!(
                r#"<path class="cross" d="M{} {}l10 10m0-10l-10 10"/>"#,
                left + COLUMN + 2,
                y - 5
            )),
            _ => {}
        }
    }

    /// What a parked task waits for, where there is room for the words.
    fn reasons(&mut self, band: usize, task: u32) {
        let first = self.columns(band).start;
        let (_, cells) = self.cells(band, task);
        let mut start = 0;
        for stretch in cells.chunk_by(|a, b| a == b) {
            if stretch[0] == Cell::Parked
                && let Some(step) = self.before(first + start + 1)
            {
                let room = (stretch.len() * COLUMN - 6) / LETTER;
                if let Some(reason) = words::reason(self.world, &step.after, task, room) {
                    let (x, y) = (start * COLUMN + 4, self.y(band, task) - 4);
                    self.put(format_args!(
                        r#"<text class="soft why" x="{x}" y="{y}">{}</text>"#,
                        escape(&reason)
                    ));
                }
            }
            start += stretch.len();
        }
    }
}
