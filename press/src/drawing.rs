//! The still picture of a run: a lane for each task, a column for each step.

use std::collections::BTreeSet;
use std::ops::Range;

use told::names::{Names, number};
use told::run::{Phase, Run, Step};
use told::text::escape;
use told::trace::{Event, What};
use told::words;

const LABEL: usize = 96;
/// So many letters of a name have room beside a lane.
const NAME: usize = 14;
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

/// What the signs in some drawings mean, once above them.
pub fn legend(drawings: &str) -> String {
    let items = SIGNS.iter().filter(|sign| drawings.contains(&format!(r#"class="{}""#, sign.0)));
    let items = items.map(|(class, width, path, more, words)| {
        let path = format!(r#"<path class="{class}" d="{path}"/>{more}"#);
        format!(
            r#"<li><svg width="{width}" height="18" aria-hidden="true">{path}</svg> {words}</li>"#
        )
    });
    format!(r#"<figcaption><ul class="legend">{}</ul></figcaption>"#, items.collect::<String>())
}

/// The names, which stay in sight, and the picture, which says what it shows, of a run with its steps in
/// their columns; it ends with the last step. `data-grid` tells the script where the columns are.
pub fn svg(run: &Run, at: &[Option<&Step>], title: &str, description: &str) -> String {
    let tasks = run.tasks();
    let at = &at[..at.iter().rposition(Option::is_some).map_or(0, |last| last + 1)];
    let lanes = tasks.len() * LANE;
    let (rows, row) = (at.len().div_ceil(BAND).max(1), AXIS + lanes + GAP);
    let (width, height) = (at.len().min(BAND) * COLUMN + 14, rows * row - GAP);
    let mut before = None;
    let (mut names, mut picture) = (String::new(), String::new());
    for (top, columns) in (0..).step_by(row).zip(at.chunks(BAND)) {
        let row = Row { top, tasks: &tasks, called: &run.names, before, columns };
        before = row.last(row.columns.len());
        names += &row.names();
        picture += &row.picture();
    }
    let (title, description) = (escape(title), escape(description));
    format!(
        r#"<svg class="names" aria-hidden="true" width="{LABEL}" height="{height}">{names}</svg><svg role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}" data-grid="{COLUMN} {BAND} {row}"><title>{title}</title><desc>{description}</desc><path class="now needs-js" d="M0 {AXIS}h{COLUMN}v{lanes}h-{COLUMN}z"/>{picture}</svg>"#
    )
}

/// Columns that stand beside each other.
struct Row<'a> {
    top: usize,
    tasks: &'a BTreeSet<u32>,
    called: &'a Names,
    /// The last step above.
    before: Option<&'a Step>,
    columns: &'a [Option<&'a Step>],
}

impl<'a> Row<'a> {
    /// The last step of so many columns, or of those above.
    fn last(&self, columns: usize) -> Option<&'a Step> {
        self.columns[..columns].iter().flatten().last().copied().or(self.before)
    }

    /// The steps, and where their columns begin.
    fn steps(&self) -> impl Iterator<Item = (usize, &'a Step)> {
        let columns = (0..).step_by(COLUMN).zip(self.columns);
        columns.filter_map(|(x, step)| Some((x, (*step)?)))
    }

    /// The middle of a task's lane.
    fn y(&self, task: u32) -> usize {
        self.top + AXIS + self.tasks.range(..task).count() * LANE + LANE / 2
    }

    fn names(&self) -> String {
        let names = self.tasks.iter().map(|&task| {
            let (number, y) = (number(task), self.y(task));
            let Some(story) = self.called.story(task) else {
                return format!(r#"<text x="0" y="{}">{number}</text>"#, y + 4);
            };
            let start: String = story.chars().take(NAME).collect();
            let more = if start == story { "" } else { "…" };
            format!(
                r#"<text class="soft" x="0" y="{}">{number} ·</text><text x="0" y="{}">{}{more}</text>"#,
                y - 2,
                y + 12,
                escape(&start)
            )
        });
        names.collect()
    }

    fn picture(&self) -> String {
        let tasks = self.tasks.iter();
        let lanes: String = tasks.clone().map(|&task| self.lane(task)).collect();
        let signs: String = self.steps().map(|(x, step)| self.signs(x, step)).collect();
        let reasons: String = tasks.map(|&task| self.reasons(task)).collect();
        self.axis() + &lanes + &signs + &reasons
    }

    /// Where a time begins, and where the clock jumps to it.
    fn axis(&self) -> String {
        let (top, y) = (self.top + 16, self.top + 11);
        let (lanes, bottom) = (self.top + AXIS, self.top + AXIS + self.tasks.len() * LANE);
        let jumps = |step: &Step| step.has(|what| matches!(what, What::Jump { .. }));
        let time = |x: usize, anchor: &str, now: f64| {
            let now = words::time(now);
            format!(r#"<text class="time"{anchor} x="{x}" y="{y}">{now}</text>"#)
        };
        // A jump says its time at once, and leaves no room for the one before.
        let has_room = !self.columns.iter().take(2).flatten().any(|step| jumps(step));
        let mut said = self.before.and_then(|step| step.after.at).filter(|_| has_room);
        let mut axis = said.map_or_else(String::new, |now| time(2, "", now));
        for (x, step) in self.steps() {
            if step.has(|what| matches!(what, What::Turn { .. })) {
                axis += &format!(r#"<path class="tick" d="M{x} {lanes}V{bottom}"/>"#);
            }
            match step.after.at {
                at if at == said => {}
                Some(now) if jumps(step) => {
                    let middle = x + COLUMN / 2;
                    axis += &format!(r#"<path class="jump" d="M{middle} {top}V{bottom}"/>"#);
                    axis += &time(middle, r#" text-anchor="middle""#, now);
                }
                Some(now) => axis += &time(x + 2, "", now),
                None => {}
            }
            said = step.after.at.or(said);
        }
        axis
    }

    /// What a lane shows, in stretches of one phase: the one before, its own, and which columns.
    fn stretches(&self, task: u32) -> Vec<(Option<Phase>, Option<Phase>, Range<usize>)> {
        let phase = |step: &Step| step.after.phase(task).filter(|phase| *phase != Phase::Ended);
        let mut before = self.before.and_then(phase);
        let mut now = before;
        let shown = self.columns.iter().map(|step| {
            // Where a run has no step of its own, what was goes on.
            let was = now;
            now = step.map_or(was, phase);
            let is_last = was == Some(Phase::Polled) && now != was;
            if now.is_none() || is_last { was } else { now }
        });
        let (shown, mut start): (Vec<_>, _) = (shown.collect(), 0);
        let mut stretches = Vec::new();
        for columns in shown.chunk_by(PartialEq::eq) {
            let end = start + columns.len();
            stretches.push((before, columns[0], start..end));
            (before, start) = (columns[0], end);
        }
        stretches
    }

    fn lane(&self, task: u32) -> String {
        let y = self.y(task);
        let parked =
            |from: usize, to: usize| format!(r#"<path class="parked" d="M{from} {y}H{to}"/>"#);
        let stretches = self.stretches(task).into_iter().map(|(before, phase, columns)| {
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
                (Some(Phase::Ready | Phase::Polled), _) => hatch(from, to - 2, y),
                (Some(Phase::Parked), _) => parked(from, middle) + &hatch(middle, to - 2, y),
                _ => hatch(middle, to - 2, y),
            }
        });
        stretches.collect()
    }

    /// What happens at one step: arrows, dots, ends. Of a task that is woken to be cancelled, only who
    /// asks for that is drawn.
    fn signs(&self, left: usize, step: &Step) -> String {
        let is_asked = step.has(|what| *what == What::Cancel);
        let drawn = step.events.iter().filter(|event| !is_asked || event.what != What::Wake);
        drawn.filter_map(|event| self.sign(left, event)).collect()
    }

    fn sign(&self, left: usize, event: &Event) -> Option<String> {
        let (x, end, y) = (left + COLUMN / 2, left + COLUMN, self.y(event.task.or(event.by)?));
        Some(match &event.what {
            What::Spawn { .. } | What::Wake | What::Cancel if event.task != event.by => {
                let (tail, neck, tip, head) = match event.by.map(|by| self.y(by)) {
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
            _ => return None,
        })
    }

    /// What a parked task waits for, where there is room for the words.
    fn reasons(&self, task: u32) -> String {
        let y = self.y(task) - 4;
        let reasons = self.stretches(task).into_iter().filter_map(|(_, phase, columns)| {
            let step = self.last(columns.start + 1).filter(|_| phase == Some(Phase::Parked))?;
            let room = (columns.len() * COLUMN - 6) / LETTER;
            let reason = words::reason(self.called, step, task, room)?;
            let (x, reason) = (columns.start * COLUMN + 4, escape(&reason));
            Some(format!(r#"<text class="soft why" x="{x}" y="{y}">{reason}</text>"#))
        });
        reasons.collect()
    }
}

/// The bar of a ready task.
fn hatch(from: usize, to: usize, y: usize) -> String {
    let (top, bottom) = (y - 4, y + 4);
    let lines = (from..to.saturating_sub(5)).step_by(6).map(|x| format!("M{x} {bottom}l6-8"));
    let lines: String = lines.collect();
    format!(r#"<path class="ready" d="M{from} {top}H{to}V{bottom}H{from}z{lines}"/>"#)
}
