//! Predict, then look: the lines of a transcript out of their order, and of each two lines the reason
//! why the later one cannot come first, read off the steps of the recorded run.

use proof::{Language, Program};
use told::reasons::Reasons;
use told::run::Run;
use told::text::escape;

use crate::fault::Flaw;

/// How many lines a reader is asked to put in order.
const FEWEST: usize = 3;
const MOST: usize = 12;

/// What `theme/predict.js` has to know: the order in which the lines are offered, and for each line and
/// each place before its own the reason why it cannot come there.
#[derive(Debug)]
pub struct Exercise {
    order: Vec<usize>,
    why: Vec<Vec<String>>,
}

impl Exercise {
    /// Whether what a program prints can be predicted.
    /// Errors: if it prints too few or too many lines.
    pub fn fits(program: &Program, language: Language, lines: &[String]) -> Result<(), Flaw> {
        let (address, count) = (program.address(), lines.len());
        if (FEWEST..=MOST).contains(&count) && lines.iter().any(|line| *line != lines[0]) {
            return Ok(());
        }
        let found = format!(
            "{address} cannot be predicted: {} prints {count} of {FEWEST} to {MOST} lines that differ",
            language.name()
        );
        let remedy = format!("write {{{{#program {address}}}}}, without `predict`");
        Err(Flaw::new(found, remedy))
    }

    /// The exercise of runs that print the same lines, one a language.
    pub fn of(runs: &[(Language, Vec<String>, Run)]) -> Exercise {
        let lines = runs.first().map_or(&[][..], |(_, lines, _)| lines);
        let asked = runs.iter().map(|(language, _, run)| (language.name(), Reasons::of(run)));
        let asked: Vec<_> = asked.collect();
        let why = |line: usize, place: usize| {
            let reasons = asked.iter().map(|(name, run)| (*name, run.why(line, place)));
            let reasons: Vec<_> = reasons.collect();
            format!("`{}` cannot come here: {}.", lines[line], said(&reasons))
        };
        let why = (0..lines.len()).map(|line| (0..line).map(|place| why(line, place)).collect());
        Exercise { order: shuffled(lines), why: why.collect() }
    }

    /// As attributes of an element.
    pub fn attributes(&self) -> String {
        let order: Vec<_> = self.order.iter().map(usize::to_string).collect();
        let why = serde_json::Value::from(self.why.clone()).to_string();
        format!(r#" data-order="{}" data-why="{}""#, order.join(" "), escape(&why))
    }
}

/// What holds in both languages once, else each for itself.
fn said(reasons: &[(&str, String)]) -> String {
    match reasons {
        [(_, python), (_, rust)] if python != rust => {
            format!("in Python, {python}; in Rust, {rust}")
        }
        reasons => reasons.first().map(|(_, reason)| reason.clone()).unwrap_or_default(),
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
pub fn hash(text: &str) -> u32 {
    text.bytes()
        .rev()
        .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
#[path = "../tests/unit/predict.rs"]
mod tests;
