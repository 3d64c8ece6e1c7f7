//! What programs print: as it is recorded, and as it is of those that were changed since.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};
use proof::Language;
use similar::TextDiff;
use told::text::{escape, timeless};

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

/// A printed line, its time set apart.
pub(crate) fn timed(line: &str) -> Markup {
    match line.len() - timeless(line).len() {
        0 => html! { (line) },
        start => html! { span class="time" { (line[..start - 2]) } "  " (line[start..]) },
    }
}

/// The recorded lines beside those of now, one pair a row.
pub(crate) type Rows<'a> = Vec<[Option<&'a str>; 2]>;

/// The rows of two transcripts; none, if there are too many lines to read.
pub(crate) fn rows<'a>(recorded: &'a str, now: &'a str) -> Option<Rows<'a>> {
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
pub(crate) fn table(recorded: &str, now: &str, label: &str) -> Markup {
    let Some(rows) = rows(recorded, now) else {
        return transcript(label, PreEscaped(escape(now)));
    };
    compared(&["Recorded".to_owned(), "Now".to_owned()], rows, label)
}

/// Rows as a table whose columns are named.
pub(crate) fn compared(names: &[String; 2], rows: Rows<'_>, label: &str) -> Markup {
    html! {
        div class="compared" tabindex="0" role="group" aria-label=(label) {
            table {
                thead { tr { @for name in names { th scope="col" { (name) } } } }
                tbody {
                    @for [before, now] in rows {
                        tr {
                            td { @if let Some(line) = before {
                                @if before == now { span { (timed(line)) } } @else { del { (timed(line)) } }
                            } }
                            td { @if let Some(line) = now {
                                @if before == now { span { (timed(line)) } } @else { ins { (timed(line)) } }
                            } }
                        }
                    }
                }
            }
        }
    }
}

/// What was printed, in a box that scrolls.
pub(crate) fn transcript(label: &str, lines: Markup) -> Markup {
    html! {
        pre class="transcript" tabindex="0" role="group" aria-label=(label) { samp { (lines) } }
    }
}
