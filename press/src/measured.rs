//! `bench/figures.toml`: what `cargo run --release -p bench` has measured. No figure on a page is typed.

use std::fs;
use std::path::Path;

use crate::fault::{Flaw, line_at};

#[path = "../../bench/src/figures.rs"]
mod figures;

pub use figures::{Figures as Row, Peer, Record as Measured};

/// Where it is, from the book's root.
pub const FILE: &str = "bench/figures.toml";

/// What makes it anew.
const COMMAND: &str = "cargo run --release -p bench";

impl Measured {
    /// Reads the file of the book at `root`.
    /// Errors: what keeps it from being read.
    pub fn read(root: &Path) -> Result<Measured, Flaw> {
        let flaw = |found: String| Flaw::new(format!("{FILE}: {found}"), format!("run {COMMAND}"));
        let text = fs::read_to_string(root.join(FILE)).map_err(|e| flaw(e.to_string()))?;
        toml::from_str(&text).map_err(|e| {
            let line = e.span().map_or(0, |span| line_at(&text, span.start));
            flaw(format!("line {line}: {}", e.message()))
        })
    }

    /// The row of that name.
    pub fn row(&self, id: &str) -> Result<&Row, Flaw> {
        named(self.row.iter().map(|row| (&*row.id, row)), "row", id)
    }

    /// The peer of that name.
    pub fn peer(&self, id: &str) -> Result<&Peer, Flaw> {
        named(self.peer.iter().map(|peer| (&*peer.id, peer)), "peer", id)
    }

    /// The figure `row.peer`, with its unit.
    fn figure(&self, address: &str) -> Result<([f64; 3], &str), Flaw> {
        let Some((row, peer)) = address.split_once('.') else {
            let found = format!("`{address}` is no figure");
            return Err(Flaw::new(found, "write {{#figure <row>.<peer>}}"));
        };
        let (row, peer) = (self.row(row)?, self.peer(peer)?);
        let figure = row.figures.get(&peer.id).ok_or_else(|| {
            let found = format!("{} has no figure of `{}`", peer.id, row.id);
            let found = match row.without.get(&peer.id) {
                Some(why) => format!("{found}: {why}"),
                None => found,
            };
            let ids: Vec<_> = row.figures.keys().map(String::as_str).collect();
            Flaw::new(found, format!("take one of {}, or run {COMMAND}", ids.join(", ")))
        })?;
        Ok((*figure, &row.unit))
    }

    /// What `{{#figure …}}` shows: a median, the lowest figure, the ratio of two medians, or the date. Of
    /// a peer that the machine lacks, that it was not measured.
    pub fn inline(&self, asked: &str) -> Result<String, Flaw> {
        if asked == "date" {
            return Ok(self.date.clone());
        }
        let is_lacking = |asked: &str| {
            let peer = asked.trim().split_once('.').and_then(|(_, peer)| self.peer(peer).ok());
            peer.is_some_and(|peer| peer.missing.is_some())
        };
        if asked.split(" / ").any(is_lacking) {
            return Ok("(not measured here)".to_owned());
        }
        let Some((one, other)) = asked.split_once(" / ") else {
            if let Some(asked) = asked.strip_prefix("lowest ") {
                let ([low, ..], unit) = self.figure(asked.trim())?;
                return Ok(format!(r#"<span class="figure">{}</span>"#, said(low, unit)));
            }
            let ([low, median, high], unit) = self.figure(asked.trim())?;
            let spread = span(low, high, unit);
            let median = said(median, unit);
            return Ok(format!(r#"<span class="figure" title="{spread}">{median}</span>"#));
        };
        let ([_, one, _], unit) = self.figure(one.trim())?;
        let ([_, other, _], other_unit) = self.figure(other.trim())?;
        if unit != other_unit {
            let found = format!("`{asked}` divides {unit} by {other_unit}");
            return Err(Flaw::new(found, "take two figures of one unit"));
        }
        Ok(digits(one / other, 2))
    }
}

fn named<'a, T>(
    mut all: impl Iterator<Item = (&'a str, T)> + Clone,
    what: &str,
    id: &str,
) -> Result<T, Flaw> {
    let ids: Vec<_> = all.clone().map(|(id, _)| id).collect();
    let remedy = format!("take one of {}, or run {COMMAND}", ids.join(", "));
    let found = all.find(|(one, _)| *one == id).map(|(_, found)| found);
    found.ok_or_else(|| Flaw::new(format!("{FILE} has no {what} `{id}`"), remedy))
}

/// A figure as it is read.
pub fn said(figure: f64, unit: &str) -> String {
    match unit {
        "ns" if figure < 999.5 => format!("{} ns", digits(figure, 3)),
        "ns" if figure < 999_500.0 => format!("{} µs", digits(figure / 1e3, 3)),
        "ns" if figure < 999_500_000.0 => format!("{} ms", digits(figure / 1e6, 3)),
        "ns" => format!("{} s", digits(figure / 1e9, 3)),
        "/s" => format!("{} /s", digits(figure, 3)),
        "times" => digits(figure, 3),
        unit => format!("{} {unit}", digits(figure, 3)),
    }
}

/// From one figure to another; the unit once, if it is the same.
pub fn span(low: f64, high: f64, unit: &str) -> String {
    let (low, high) = (said(low, unit), said(high, unit));
    match (low.split_once(' '), high.split_once(' ')) {
        (Some((number, one)), Some((_, other))) if one == other => format!("{number} to {high}"),
        _ => format!("{low} to {high}"),
    }
}

/// A number to so many digits that count, with commas between thousands.
fn digits(number: f64, count: usize) -> String {
    let written = format!("{number:.*e}", count - 1);
    let rounded: f64 = written.parse().unwrap_or(number);
    let size = written.rsplit('e').next().and_then(|it| it.parse::<i32>().ok()).unwrap_or(0);
    let decimals = (count as i32 - 1 - size).max(0) as usize;
    let text = format!("{rounded:.decimals$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let groups: Vec<_> = whole.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",") + rest
}

/// What only a measurement can tell, in a line of a page: a time of less than a millisecond, or a rate. On a
/// page that shows figures, other times and factors, too.
pub fn typed(line: &str, shows_figures: bool) -> Option<String> {
    let units: &[&str] = if shows_figures {
        &["ns", "µs", "μs", "/s", "ms", "times", "%", "requests a second", "bytes a task"]
    } else {
        &["ns", "µs", "μs", "/s"]
    };
    // What is in code is no statement.
    let words: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
    let ends = words.char_indices().zip(words.chars().skip(1));
    let ends = ends.filter(|((_, digit), next)| digit.is_ascii_digit() && !next.is_ascii_digit());
    for ((end, _), _) in ends {
        let rest = words[end + 1..].trim_start_matches([' ', '\u{a0}', '×']);
        let unit = units.iter().find(|unit| {
            let after = rest.strip_prefix(**unit);
            after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric()))
        });
        if let Some(unit) = unit {
            let start = words[..end].rfind(|c: char| !c.is_ascii_digit() && !",.".contains(c));
            let number = &words[start
                .map_or(0, |at| at + words[at..].chars().next().map_or(1, char::len_utf8))
                ..=end];
            return Some(format!("{number} {unit}"));
        }
    }
    None
}

/// What to do about a figure that was typed.
pub fn remedy() -> String {
    format!("write {{{{#figure <row>.<peer>}}}} of {FILE}, which `{COMMAND}` makes")
}

#[cfg(test)]
#[path = "../tests/unit/measured.rs"]
mod tests;
