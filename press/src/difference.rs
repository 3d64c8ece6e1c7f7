//! What differs between two texts, line by line, and how that is drawn.

use std::ops::Range;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};
use told::text::escape;

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 2;

/// How many unchanged lines are worth folding.
const FOLDED: usize = 4;

/// Lines that are shown alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// They stand in the old text too.
    Same(Range<usize>),
    /// The same, far from every change.
    Folded(Range<usize>),
    /// They do not stand in the old text.
    New(Range<usize>),
    /// Lines of the old text that are gone.
    Gone(Range<usize>),
}

/// The lines of two texts, compared.
pub fn compared(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    capture_diff_slices(Algorithm::Patience, old, new)
}

/// What differs between two texts, in the order of the new one.
pub fn stretches(old: &[&str], new: &[&str]) -> Vec<Stretch> {
    let stretches = compared(old, new).into_iter().flat_map(|op| match op.tag() {
        DiffTag::Equal => vec![Stretch::Same(op.new_range())],
        DiffTag::Delete => vec![Stretch::Gone(op.old_range())],
        DiffTag::Insert => vec![Stretch::New(op.new_range())],
        DiffTag::Replace => vec![Stretch::Gone(op.old_range()), Stretch::New(op.new_range())],
    });
    stretches.collect()
}

/// The same, of a text that is `length` lines long: unchanged lines near a change stay, and the rest is
/// folded if it is worth it.
pub fn folded(stretches: Vec<Stretch>, length: usize) -> Vec<Stretch> {
    let folded = stretches.into_iter().flat_map(|stretch| match stretch {
        Stretch::Same(lines) => fold(lines, length),
        other => vec![other],
    });
    folded.collect()
}

fn fold(same: Range<usize>, length: usize) -> Vec<Stretch> {
    let start = if same.start == 0 { 0 } else { same.start + CONTEXT };
    let end = if same.end == length { length } else { same.end.saturating_sub(CONTEXT) };
    if start + FOLDED > end {
        return vec![Stretch::Same(same)];
    }
    let around = |lines: Range<usize>| (!lines.is_empty()).then_some(Stretch::Same(lines));
    let stretches =
        [around(same.start..start), Some(Stretch::Folded(start..end)), around(end..same.end)];
    stretches.into_iter().flatten().collect()
}

/// The new text as HTML, each line coloured, with the lines of the old one that are gone and that `keeps`
/// holds for.
pub fn html(
    stretches: &[Stretch],
    coloured: &[String],
    old: &[&str],
    keeps: impl Fn(&str) -> bool,
) -> String {
    let html = stretches.iter().map(|stretch| match stretch.clone() {
        Stretch::Same(lines) => marked("span", &coloured[lines]),
        Stretch::New(lines) => marked("ins", &coloured[lines]),
        Stretch::Gone(lines) => {
            let gone = old[lines].iter().filter(|line| keeps(line)).map(|line| {
                let (indentation, words) = line.split_at(line.len() - line.trim_start().len());
                format!("{indentation}<s>{}</s>", escape(words))
            });
            marked("del", &gone.collect::<Vec<_>>())
        }
        Stretch::Folded(lines) => format!(
            "</code></pre><details><summary>{} unchanged lines</summary><pre><code>{}</code></pre></details><pre><code>",
            lines.len(),
            marked("span", &coloured[lines])
        ),
    });
    let html = format!("<pre><code>{}</code></pre>", html.collect::<String>());
    html.replace("<pre><code></code></pre>", "")
}

/// Lines, each in an element of its own.
fn marked(element: &str, lines: &[String]) -> String {
    lines.iter().map(|line| format!("<{element}>{line}&#10;</{element}>")).collect()
}

#[cfg(test)]
#[path = "../tests/unit/difference.rs"]
mod tests;
