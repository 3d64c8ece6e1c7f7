//! The still picture of a run: a lane for each task, a column for each step.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::ops::Range;

use proof::trace::{Event, What};

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

const DOT: &str = r#"<circle class="dot" cx="15" cy="9" r="2.5"/>"#;
const HEAD: &str = r#"<path class="head" d="M4 11l4 6 4-6z"/>"#;
const ASKED: &str = r#"<path class="head ask" d="M4 11l4 6 4-6z"/>"#;

/// A sign's class, its width, its path, what else it has, and what it means.
const SIGNS: [(&str, usize, &str, &str, &str); 9] = [
    ("poll", 30, "M2 1h26v16h-26z", DOT, "polled; a dot: it prints"),
    ("ready", 30, "M2 5h26v8h-26zM4 13l6-8M10 13l6-8M16 13l6-8M22 13l5-7", "", "ready"),
    ("parked", 30, "M2 9h26", "", "parked"),
    ("arrow", 16, "M8 1v12", HEAD, "spawns or wakes; a short one: no task does it"),
    ("arrow ask", 16, "M8 1v10", ASKED, "asks to cancel"),
    ("end", 14, "M7 1v16", "", "ends"),
    ("cross", 14, "M2 4l10 10m0-10l-10 10", "", "fails, is cancelled or dropped"),
    ("jump", 14, "M7 0v18", "", "the clock jumps"),
    ("tick", 14, "M7 0v18", "", "a turn begins"),
];

/// The classes of the signs that tell an event.
fn signs(event: &Event) -> &'static [&'static str] {
    match event.what {
        What::Poll => &["poll"],
        What::Spawn { .. } | What::Wake if event.by != event.task => &["ready", "arrow"],
        What::Spawn { .. } | What::Wake => &["ready"],
        What::Pending => &["parked"],
        What::Cancel => &["arrow ask"],
        What::Ready => &["end"],
        What::Error { .. } | What::Drop => &["cross"],
        What::Jump { .. } => &["jump"],
        What::Turn { .. } => &["tick"],
        _ => &[],
    }
}

/// What the signs in the drawings of some runs mean, once below them.
pub fn legend(runs: &[&Run]) -> String {
    let events = runs.iter().flat_map(|run| &run.steps).flat_map(|step| &step.events);
    let drawn: BTreeSet<_> = events.flat_map(signs).collect();
    let items = SIGNS.iter().filter(|sign| drawn.contains(&sign.0));
    let items = items.map(|(class, width, path, more, words)| {
        format!(
            r#"<li><svg width="{width}" height="18" aria-hidden="true"><path class="{class}" d="{path}"/>{more}</svg> {words}</li>"#
        )
    });
    let items: String = items.collect();
    format!(r#"<figcaption><ul class="legend">{items}</ul></figcaption>"#)
}

/// A run with its steps in their columns.
pub struct Drawing<'a> {
    run: &'a Run,
    at: &'a [Option<usize>],
    /// What the lanes are called beside their numbers.
    tasks: BTreeMap<u32, Option<&'a str>>,
}

impl<'a> Drawing<'a> {
    pub fn new(run: &'a Run, at: &'a [Option<usize>]) -> Drawing<'a> {
        Drawing { run, at, tasks: run.tasks() }
    }

    /// The names, which stay in sight, and the picture, which says what it shows. `data-grid` tells the
    /// script where its columns are.
    pub fn svg(&self, title: &str, description: &str) -> String {
        let bands = self.at.len().div_ceil(BAND).max(1);
        let (width, band) = (self.at.len().min(BAND) * COLUMN + 14, self.band());
        let height = bands * band - GAP;
        let lanes = band - GAP - AXIS;
        let (title, description) = (escape(title), escape(description));
        let names: String = (0..bands).map(|band| self.names(band)).collect();
        let picture: String = (0..bands).map(|band| self.picture(band)).collect();
        format!(
            r#"<svg class="names" aria-hidden="true" width="{LABEL}" height="{height}">{names}</svg><svg role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}" data-grid="{COLUMN} {BAND} {band}"><title>{title}</title><desc>{description}</desc><path class="now needs-js" d="M0 {AXIS}h{COLUMN}v{lanes}h-{COLUMN}z"/>{picture}</svg>"#
        )
    }

    /// How high a row of columns is, with the gap below it.
    fn band(&self) -> usize {
        AXIS + self.tasks.len() * LANE + GAP
    }

    /// The middle of a task's lane.
    fn y(&self, band: usize, task: u32) -> usize {
        let lane = self.tasks.range(..task).count();
        band * self.band() + AXIS + lane * LANE + LANE / 2
    }

    fn columns(&self, band: usize) -> Range<usize> {
        band * BAND..self.at.len().min((band + 1) * BAND)
    }

    fn step(&self, column: usize) -> Option<&'a Step> {
        self.at[column].map(|step| &self.run.steps[step])
    }

    /// The last step before a column.
    fn before(&self, column: usize) -> Option<&'a Step> {
        (0..column).rev().find_map(|column| self.step(column))
    }

    /// The steps of a row of columns, and where their columns begin.
    fn steps(&self, band: usize) -> impl Iterator<Item = (usize, &'a Step)> {
        let columns = self.columns(band);
        columns.filter_map(|column| Some((column % BAND * COLUMN, self.step(column)?)))
    }

    fn names(&self, band: usize) -> String {
        let names = self.tasks.iter().map(|(&task, called)| {
            let (name, y) = (words::name(task), self.y(band, task));
            match called.filter(|called| *called != name) {
                None => format!(r#"<text x="0" y="{}">{name}</text>"#, y + 4),
                Some(called) => {
                    let end = called.char_indices().nth(11);
                    let called = end.map_or(called.to_owned(), |(end, _)| format!("{}…", &called[..end]));
                    format!(
                        r#"<text x="0" y="{y}">{name}</text><text class="soft" x="0" y="{}">{}</text>"#,
                        y + 12,
                        escape(&called)
                    )
                }
            }
        });
        names.collect()
    }

    fn picture(&self, band: usize) -> String {
        let tasks = self.tasks.keys();
        let lanes: String = tasks.clone().map(|&task| self.lane(band, task)).collect();
        let signs: String = self.steps(band).map(|(x, step)| self.signs(band, x, step)).collect();
        let reasons: String = tasks.map(|&task| self.reasons(band, task)).collect();
        self.axis(band) + &lanes + &signs + &reasons
    }

    /// Where a time begins, and where the clock jumps to it.
    fn axis(&self, band: usize) -> String {
        let top = band * self.band();
        let (lanes, bottom) = (top + AXIS, top + self.band() - GAP);
        let jumps = |step: &Step| step.has(|what| matches!(what, What::Jump { .. }));
        let time = |place: String, now: f64| {
            let (y, now) = (top + 11, words::time(now));
            format!(r#"<text class="time" {place} y="{y}">{now}</text>"#)
        };
        let columns = self.columns(band);
        // A jump says its time at once, and leaves no room for the one before.
        let has_room = !columns.clone().take(2).filter_map(|it| self.step(it)).any(jumps);
        let mut said = self.before(columns.start).and_then(|step| step.after.at);
        said = said.filter(|_| has_room);
        let mut axis = said.map_or_else(String::new, |now| time(r#"x="2""#.to_owned(), now));
        for (x, step) in self.steps(band) {
            if step.has(|what| matches!(what, What::Turn { .. })) {
                axis += &format!(r#"<path class="tick" d="M{x} {lanes}V{bottom}"/>"#);
            }
            let at = step.after.at;
            match at.filter(|_| at != said) {
                Some(now) if jumps(step) => {
                    let (middle, y) = (x + COLUMN / 2, top + 16);
                    axis += &format!(r#"<path class="jump" d="M{middle} {y}V{bottom}"/>"#);
                    axis += &time(format!(r#"text-anchor="middle" x="{middle}""#), now);
                }
                Some(now) => axis += &time(format!(r#"x="{}""#, x + 2), now),
                None => {}
            }
            said = at.or(said);
        }
        axis
    }

    /// What a lane shows in a row of columns, in stretches of one phase: the one before, its own, and
    /// which columns it takes, counted from the first of the row.
    fn stretches(
        &self,
        band: usize,
        task: u32,
    ) -> Vec<(Option<Phase>, Option<Phase>, Range<usize>)> {
        let phase = |step: &Step| step.after.phase(task).filter(|phase| *phase != Phase::Ended);
        let columns = self.columns(band);
        let mut before = self.before(columns.start).and_then(phase);
        let mut now = before;
        let shown = columns.map(|column| {
            // Where a run has no step of its own, what was goes on.
            let after = self.step(column).map_or(now, phase);
            let was = mem::replace(&mut now, after);
            let is_last = was == Some(Phase::Polled) && now != was;
            if now.is_none() || is_last { was } else { now }
        });
        let shown: Vec<_> = shown.collect();
        let mut start = 0;
        let stretches = shown.chunk_by(PartialEq::eq).map(|columns| {
            let end = start + columns.len();
            let taken = mem::replace(&mut start, end)..end;
            (mem::replace(&mut before, columns[0]), columns[0], taken)
        });
        stretches.collect()
    }

    fn lane(&self, band: usize, task: u32) -> String {
        let y = self.y(band, task);
        let parked =
            |from: usize, to: usize| format!(r#"<path class="parked" d="M{from} {y}H{to}"/>"#);
        let stretches = self.stretches(band, task).into_iter().map(|(before, phase, columns)| {
            let (from, to) = (columns.start * COLUMN, columns.end * COLUMN);
            // It is ready from the spawn or the wake on, in the middle of a column.
            let middle = from + COLUMN / 2;
            match (before, phase) {
                (_, None | Some(Phase::Ended)) => String::new(),
                (_, Some(Phase::Polled)) => {
                    let (left, top, right) = (from + 2, y - 9, to - 2);
                    format!(r#"<path class="poll" d="M{left} {top}H{right}v18H{left}z"/>"#)
                }
                (_, Some(Phase::Parked)) => parked(from, to),
                (Some(Phase::Ready | Phase::Polled), Some(Phase::Ready)) => hatch(from, to - 2, y),
                (Some(Phase::Parked), Some(Phase::Ready)) => {
                    parked(from, middle) + &hatch(middle, to - 2, y)
                }
                (_, Some(Phase::Ready)) => hatch(middle, to - 2, y),
            }
        });
        stretches.collect()
    }

    /// What happens at one step: arrows, dots, ends. Of a task that is woken to be cancelled, only who
    /// asks for that is drawn.
    fn signs(&self, band: usize, left: usize, step: &Step) -> String {
        let is_asked = step.has(|what| *what == What::Cancel);
        let drawn = step.events.iter().filter(|event| !is_asked || event.what != What::Wake);
        drawn.map(|event| self.sign(band, left, event)).collect()
    }

    fn sign(&self, band: usize, left: usize, event: &Event) -> String {
        let (x, end) = (left + COLUMN / 2, left + COLUMN);
        let Some(y) = event.task.or(event.by).map(|task| self.y(band, task)) else {
            return String::new();
        };
        match &event.what {
            What::Spawn { .. } | What::Wake | What::Cancel if event.task != event.by => {
                let (tail, neck, tip, head) = match event.by.map(|by| self.y(band, by)) {
                    None => (y - LANE / 2, y - 10, y - 4, "l4-6h-8z"),
                    Some(source) if source < y => (source + 9, y - 10, y - 4, "l4-6h-8z"),
                    Some(source) => (source - 9, y + 10, y + 4, "l4 6h-8z"),
                };
                let ask = if event.what == What::Cancel { " ask" } else { "" };
                format!(
                    r#"<path class="arrow{ask}" d="M{x} {tail}V{neck}"/><path class="head{ask}" d="M{x} {tip}{head}"/>"#
                )
            }
            What::Print { .. } => format!(r#"<circle class="dot" cx="{x}" cy="{y}" r="2.5"/>"#),
            What::Ready => format!(r#"<path class="end" d="M{} {}v24"/>"#, end - 2, y - 12),
            What::Error { .. } | What::Drop => {
                format!(r#"<path class="cross" d="M{} {}l10 10m0-10l-10 10"/>"#, end + 2, y - 5)
            }
            _ => String::new(),
        }
    }

    /// What a parked task waits for, where there is room for the words.
    fn reasons(&self, band: usize, task: u32) -> String {
        let first = self.columns(band).start;
        let parked = self.stretches(band, task).into_iter();
        let parked = parked.filter(|(_, phase, _)| *phase == Some(Phase::Parked));
        let reasons = parked.filter_map(|(_, _, columns)| {
            let step = self.before(first + columns.start + 1)?;
            let reason = words::reason(step, task, (columns.len() * COLUMN - 6) / LETTER)?;
            let (x, y) = (columns.start * COLUMN + 4, self.y(band, task) - 4);
            Some(format!(r#"<text class="soft why" x="{x}" y="{y}">{}</text>"#, escape(&reason)))
        });
        reasons.collect()
    }
}

/// The bar of a ready task.
fn hatch(from: usize, to: usize, y: usize) -> String {
    let (top, bottom) = (y - 4, y + 4);
    let lines = (from..to.saturating_sub(5)).step_by(6);
    let lines: String = lines.map(|x| format!("M{x} {bottom}l6-8")).collect();
    format!(r#"<path class="ready" d="M{from} {top}H{to}V{bottom}H{from}z{lines}"/>"#)
}
