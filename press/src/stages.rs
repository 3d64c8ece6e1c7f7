//! The stages of the event loop that the book builds: each a file, shown with what differs from the one
//! before.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use proof::Chapter;
use similar::{Algorithm, DiffOp, TextDiff, get_close_matches};

use crate::colour;
use crate::programs;
use crate::proofs::relative;

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 2;

/// How many unchanged lines are worth folding.
const FOLDED: usize = 4;

/// A file `examples/<chapter>/src/stages/<name>.rs`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stage {
    /// The file, from the book's root.
    pub file: PathBuf,
    /// The stage that it comes after; the first has none.
    pub after: Option<String>,
    /// The file's text.
    text: String,
}

/// The stages of all chapters, by name. More than one of a name is a fault of [`faults`].
pub type Stages = BTreeMap<String, Vec<Stage>>;

/// Reads the stages of the book at `root`.
#[must_use]
pub fn read(root: &Path, chapters: &[Chapter]) -> Stages {
    let mut stages = Stages::new();
    for chapter in chapters {
        let folder = chapter.folder.join("src/stages");
        let entries = folder.read_dir().into_iter().flatten().flatten();
        for file in entries.map(|entry| entry.path()) {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            let is_rust = file.extension().is_some_and(|extension| extension == "rs");
            if is_rust && name != "mod" {
                let text = std::fs::read_to_string(&file).unwrap_or_default();
                let stage = Stage::of(&relative(root, &file), text);
                stages.entry(name.into_owned()).or_default().push(stage);
            }
        }
    }
    stages
}

/// What keeps the stage of that name from being shown: what was found, and the remedy.
#[must_use]
pub fn faults(stages: &Stages, name: &str) -> Vec<(String, String)> {
    let (stage, others) = match stages.get(name).map(Vec::as_slice) {
        Some([stage, others @ ..]) => (stage, others),
        _ => {
            let found = format!("there is no stage `{name}`");
            let remedy = format!("write examples/<chapter>/src/stages/{name}.rs");
            return vec![(found, near(stages, name).unwrap_or(remedy))];
        }
    };
    let mut faults = Vec::new();
    let file = stage.file.display();
    for other in others {
        let found = format!(
            "two stages have the name `{name}`: {file} and {}",
            other.file.display()
        );
        faults.push((found, "rename one of them".to_owned()));
    }
    faults.extend(programs::width_fault(
        &file.to_string(),
        &stage.lines().join("\n"),
    ));
    match &stage.after {
        None => {
            let first = stages
                .iter()
                .find(|(_, all)| all.iter().any(|stage| stage.after.is_none()));
            if let Some((first, _)) = first.filter(|(first, _)| *first != name) {
                let found = format!("{file} comes after no stage, and neither does `{first}`");
                let remedy = "name the stage before in its first line, `// after: <name>`";
                faults.push((found, remedy.to_owned()));
            }
        }
        Some(after) if !stages.contains_key(after) => {
            let found = format!("{file}:1: there is no stage `{after}` that it could come after");
            let remedy = "name a stage in its first line, `// after: <name>`".to_owned();
            faults.push((found, near(stages, after).unwrap_or(remedy)));
        }
        Some(_) => {
            if let Some(circle) = circle(stages, name) {
                let found = format!("{file}:1: the stages go in a circle: {circle}");
                let remedy = "name the stage before in each one's first line, `// after: <name>`";
                faults.push((found, remedy.to_owned()));
            }
        }
    }
    faults
}

/// The stages with names like this one.
fn near(stages: &Stages, name: &str) -> Option<String> {
    let names: Vec<&str> = stages.keys().map(String::as_str).collect();
    match get_close_matches(name, &names, 3, 0.6).join(", ") {
        near if near.is_empty() => None,
        near => Some(format!("write one of these that have such a name: {near}")),
    }
}

/// The way back from a stage to itself, if there is one: `a after b after a`.
fn circle(stages: &Stages, name: &str) -> Option<String> {
    let mut way = vec![name];
    let mut seen = BTreeSet::new();
    while seen.insert(way[way.len() - 1]) {
        way.push(stages.get(way[way.len() - 1])?.first()?.after.as_ref()?);
    }
    Some(way.join(" after "))
}

impl Stage {
    fn of(file: &Path, text: String) -> Stage {
        let first = text.lines().next().unwrap_or_default();
        let after = first.strip_prefix("// after:");
        Stage {
            file: file.to_owned(),
            after: after.map(|name| name.trim().to_owned()),
            text,
        }
    }

    /// The lines that are shown: neither the name of the stage before nor anchors.
    fn lines(&self) -> Vec<&str> {
        let header = usize::from(self.after.is_some());
        let lines = self
            .text
            .lines()
            .skip(header)
            .skip_while(|line| line.is_empty());
        let is_anchor = |line: &str| {
            let line = line.trim_start();
            line.starts_with("// ANCHOR:") || line.starts_with("// ANCHOR_END:")
        };
        lines.filter(|line| !is_anchor(line)).collect()
    }
}

/// Whether a line is neither blank nor comment.
fn is_code(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with("//")
}

/// How many lines are neither blank nor comment.
fn count(lines: &[&str]) -> usize {
    lines.iter().filter(|line| is_code(line)).count()
}

/// A run of lines of a stage that are shown alike.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Run {
    /// They stand in the stage before too.
    Same(Range<usize>),
    /// The same, far from every change.
    Folded(Range<usize>),
    /// They do not stand in the stage before.
    New(Range<usize>),
    /// Lines of the stage before that are gone.
    Gone(Range<usize>),
}

/// What differs between two stages, in the order of the text.
fn runs(old: &[&str], new: &[&str]) -> Vec<Run> {
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .diff_slices(old, new);
    let mut runs = Vec::new();
    for op in diff.ops() {
        if let DiffOp::Equal { .. } = op {
            runs.extend(fold(op.new_range(), new.len()));
            continue;
        }
        if !op.old_range().is_empty() {
            runs.push(Run::Gone(op.old_range()));
        }
        if !op.new_range().is_empty() {
            runs.push(Run::New(op.new_range()));
        }
    }
    runs
}

/// Unchanged lines of a stage that is `length` lines long: those near a change stay, and the rest is
/// folded if it is worth it.
fn fold(same: Range<usize>, length: usize) -> Vec<Run> {
    let start = if same.start == 0 {
        0
    } else {
        same.start + CONTEXT
    };
    let end = if same.end == length {
        length
    } else {
        same.end.saturating_sub(CONTEXT)
    };
    if start + FOLDED > end {
        return vec![Run::Same(same)];
    }
    let runs = [
        Run::Same(same.start..start),
        Run::Folded(start..end),
        Run::Same(end..same.end),
    ];
    let is_there = |run: &Run| !matches!(run, Run::Same(lines) if lines.is_empty());
    runs.into_iter().filter(is_there).collect()
}

/// The figure of a stage, as HTML without an empty line; `before` links to the stage before. What
/// [`faults`] finds must have been mended.
#[must_use]
pub fn html(stages: &Stages, name: &str, before: Option<&str>) -> String {
    let Some(stage) = stages.get(name).and_then(|all| all.first()) else {
        return String::new();
    };
    let before = before.unwrap_or_default();
    let previous = stage
        .after
        .as_ref()
        .and_then(|after| stages.get(after)?.first());
    let (old, new) = (previous.map(Stage::lines), stage.lines());
    let runs = match &old {
        Some(old) => runs(old, &new),
        None => vec![Run::Same(0..new.len())],
    };
    let code = new.join("\n");
    let coloured = colour::lines(&code, "rust");
    let mut added = 0;
    let mut listing = Listing::default();
    for run in runs {
        match run {
            Run::Same(lines) => listing.lines("span", &coloured[lines]),
            Run::New(lines) => {
                added += count(&new[lines.clone()]);
                listing.lines("ins", &coloured[lines]);
            }
            Run::Gone(lines) => {
                // The words about what is gone are of no use to who reads what is there.
                let gone = &old.as_deref().unwrap_or_default()[lines];
                let gone = gone.iter().filter(|line| is_code(line));
                listing.lines("del", &gone.map(|line| struck(line)).collect::<Vec<_>>());
            }
            Run::Folded(lines) => listing.fold(&coloured[lines]),
        }
    }
    let lines = match (count(&new), &stage.after) {
        (all, Some(_)) => format!("{all} lines of code, {added} of them new since {before}"),
        (all, None) => format!("{all} lines of code"),
    };
    let (id, listing, file) = (id(name), listing.end(), stage.file.display());
    let label = match &stage.after {
        Some(after) => format!("the stage {name}, with what differs from {after}"),
        None => format!("the stage {name}"),
    };
    let whole = if stage.text.trim_end() == code.trim_end() {
        String::new()
    } else {
        let code = programs::pre(&stage.text, "rust", &format!("the whole of {file}"));
        format!(r#"<details class="files"><summary>Whole file</summary>{code}</details>"#)
    };
    format!(
        r#"<figure class="stage" id="{id}"><figcaption><b>Stage <code>{name}</code></b> <span>{lines}</span></figcaption><div class="diff" tabindex="0" role="group" aria-label="{label}">{listing}</div><div class="bar"><p><code>{file}</code></p>{whole}</div></figure>"#
    )
}

/// The id of a stage's figure on its page.
#[must_use]
pub fn id(name: &str) -> String {
    format!("stage-{name}")
}

/// A line that is gone; its indentation is not struck out.
fn struck(line: &str) -> String {
    let words = line.trim_start();
    let indentation = &line[..line.len() - words.len()];
    format!("{indentation}<s>{}</s>", colour::escape(words))
}

/// HTML of lines, each in an element of its own, some of them folded.
#[derive(Default)]
struct Listing {
    html: String,
    is_open: bool,
}

impl Listing {
    fn lines(&mut self, element: &str, lines: &[String]) {
        if !self.is_open {
            self.html.push_str("<pre><code>");
            self.is_open = true;
        }
        for line in lines {
            // Writing to a String does not fail.
            let _ = write!(self.html, "<{element}>{line}&#10;</{element}>");
        }
    }

    fn fold(&mut self, lines: &[String]) {
        self.close();
        let count = lines.len();
        let _ = write!(
            self.html,
            "<details><summary>{count} unchanged lines</summary>"
        );
        self.lines("span", lines);
        self.close();
        self.html.push_str("</details>");
    }

    fn close(&mut self) {
        if self.is_open {
            self.html.push_str("</code></pre>");
            self.is_open = false;
        }
    }

    fn end(mut self) -> String {
        self.close();
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unchanged_lines_are_folded_but_for_two_at_each_change() {
        let folded = [Run::Same(5..7), Run::Folded(7..11), Run::Same(11..13)];
        assert_eq!(fold(5..13, 20), folded);
        assert_eq!(fold(5..12, 20), [Run::Same(5..12)]);
        assert_eq!(fold(5..6, 20), [Run::Same(5..6)]);
    }

    #[test]
    fn the_ends_of_a_file_are_folded_up_to_the_change() {
        assert_eq!(fold(0..6, 20), [Run::Folded(0..4), Run::Same(4..6)]);
        assert_eq!(fold(0..5, 20), [Run::Same(0..5)]);
        assert_eq!(fold(14..20, 20), [Run::Same(14..16), Run::Folded(16..20)]);
        assert_eq!(fold(0..20, 20), [Run::Folded(0..20)]);
    }

    #[test]
    fn a_replaced_line_is_gone_and_then_new() {
        let found = runs(&["a", "b", "c"], &["a", "x", "y", "c"]);
        let expected = [
            Run::Same(0..1),
            Run::Gone(1..2),
            Run::New(1..3),
            Run::Same(3..4),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_not_shown_does_not_count() {
        let text =
            "// after: tide\n\n//! Doc.\n// ANCHOR: a\nfn a() {}\n    // ANCHOR_END: a\n\n// b\n";
        let stage = Stage::of(Path::new("ebb.rs"), text.to_owned());
        assert_eq!(stage.after.as_deref(), Some("tide"));
        assert_eq!(stage.lines(), ["//! Doc.", "fn a() {}", "", "// b"]);
        assert_eq!(count(&stage.lines()), 1);
    }
}
