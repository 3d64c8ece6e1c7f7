//! Programs that were changed while the book is served, and are not recorded.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};
use proof::Language;
use similar::TextDiff;

use crate::colour::escape;
use crate::program::timed;

/// How many lines are compared with the recorded ones.
const COMPARED: usize = 500;

/// What each changed program does now, by its address.
pub type Changes = BTreeMap<(String, Language), Now>;

/// What a program does that was changed since it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Now {
    /// It is being compiled, or it runs.
    Waiting,
    /// It prints what is recorded.
    Same,
    /// It prints something else.
    Prints(String),
    /// It does not compile, or cannot be run: what was said.
    Fails(String),
}

/// The recorded lines beside those of now, one pair a row.
pub type Rows<'a> = Vec<[Option<&'a str>; 2]>;

/// The rows of two transcripts; none, if there are too many lines to read.
#[must_use]
pub fn rows<'a>(recorded: &'a str, now: &'a str) -> Option<Rows<'a>> {
    let [before, after] = [recorded, now].map(|text| text.lines().collect::<Vec<_>>());
    if before.len().max(after.len()) > COMPARED {
        return None;
    }
    let diff = TextDiff::from_slices(&before, &after);
    let rows = diff.ops().iter().flat_map(|op| {
        let [old, new] = [&before[op.old_range()], &after[op.new_range()]];
        let row = move |row| [old.get(row).copied(), new.get(row).copied()];
        (0..old.len().max(new.len())).map(row)
    });
    Some(rows.collect())
}

/// The same as a table, as `run.js` makes it too; the transcript of now alone, if there are too many lines.
#[must_use]
pub fn table(recorded: &str, now: &str, label: &str) -> Markup {
    let Some(rows) = rows(recorded, now) else {
        return html! { pre class="transcript" tabindex="0" role="group" aria-label=(label) { samp { (PreEscaped(escape(now))) } } };
    };
    html! {
        div class="compared" tabindex="0" role="group" aria-label=(label) {
            table {
                thead { tr { th scope="col" { "Recorded" } th scope="col" { "Now" } } }
                tbody {
                    @for [before, now] in rows {
                        tr {
                            td { @if let Some(line) = before {
                                @if Some(line) == now { span { (timed(line)) } } @else { del { (timed(line)) } }
                            } }
                            td { @if let Some(line) = now {
                                @if before == Some(line) { span { (timed(line)) } } @else { ins { (timed(line)) } }
                            } }
                        }
                    }
                }
            }
        }
    }
}
