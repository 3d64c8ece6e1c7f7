//! The stages of the event loop that the book builds: each a file, shown with what differs from the one
//! before.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use proof::Chapter;
use similar::{Algorithm, DiffOp, TextDiff, get_close_matches};

use crate::colour::{self, escape};
use crate::fault::{Fault, Flaw};
use crate::program::{pre, relative, text, too_wide};

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

/// The stages of all chapters, by name. More than one of a name is a flaw of all of them.
pub type Stages = BTreeMap<String, Vec<Stage>>;

/// Reads the stages of the book at `root`.
pub fn read(root: &Path, chapters: &[Chapter], faults: &mut Vec<Fault>) -> Stages {
    let mut stages = Stages::new();
    for chapter in chapters {
        let files = chapter.stages().unwrap_or_else(|e| {
            let flaw = Flaw::new(e.to_string(), "make the folder readable");
            faults.push(flaw.at(&relative(root, &chapter.folder), 0));
            Vec::new()
        });
        for file in files {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            let short = relative(root, &file);
            match text(&file) {
                Ok(text) => {
                    let stage = Stage::of(&short, text);
                    stages.entry(name.into_owned()).or_default().push(stage);
                }
                Err(flaw) => faults.push(flaw.at(&short, 0)),
            }
        }
    }
    stages
}

/// A stage, with all that a page shows of it.
#[derive(Debug)]
pub struct StageFigure {
    /// Its name.
    pub name: String,
    stage: Stage,
    before: Option<Stage>,
}

impl StageFigure {
    /// Takes the stage of that name.
    /// Errors: all that keeps it from being shown.
    pub fn read(stages: &Stages, name: &str) -> Result<StageFigure, Vec<Flaw>> {
        let (stage, others) = match stages.get(name).map(Vec::as_slice) {
            Some([stage, others @ ..]) => (stage, others),
            _ => {
                let remedy = format!("write examples/<chapter>/src/stages/{name}.rs");
                let remedy = near(stages, name).unwrap_or(remedy);
                return Err(vec![Flaw::new(format!("there is no stage `{name}`"), remedy)]);
            }
        };
        let file = stage.file.display().to_string();
        let twins = others.iter().map(|other| {
            let other = other.file.display();
            let found = format!("two stages have the name `{name}`: {file} and {other}");
            Flaw::new(found, "rename one of them")
        });
        let mut flaws: Vec<Flaw> = twins.collect();
        flaws.extend(too_wide(&file, &stage.lines().join("\n")));
        flaws.extend(stage.wrong_place(stages, name));
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let before = stage.after.as_ref().and_then(|after| stages.get(after)?.first());
        Ok(StageFigure { name: name.to_owned(), stage: stage.clone(), before: before.cloned() })
    }

    /// The stage before.
    pub fn after(&self) -> Option<&str> {
        self.stage.after.as_deref()
    }

    /// The figure, as HTML without an empty line; `before` links to the stage before.
    pub fn html(&self, before: &str) -> String {
        let StageFigure { name, stage, .. } = self;
        let (old, new) = (self.before.as_ref().map(Stage::lines), stage.lines());
        let code = new.join("\n");
        let (listing, added) = listing(old.as_deref(), &new, &colour::lines(&code, "rust"));
        let (all, file) = (count(&new), stage.file.display());
        let (lines, label) = match &stage.after {
            Some(after) => (
                format!("{all} lines of code, {added} of them new since {before}"),
                format!("the stage {name}, with what differs from {after}"),
            ),
            None => (format!("{all} lines of code"), format!("the stage {name}")),
        };
        let whole = if stage.text.trim_end() == code.trim_end() {
            String::new()
        } else {
            let code = pre(&stage.text, "rust", &format!("the whole of {file}"));
            format!(r#"<details class="files"><summary>Whole file</summary>{code}</details>"#)
        };
        let id = id(name);
        format!(
            r#"<figure class="stage" id="{id}"><figcaption><b>Stage <code>{name}</code></b> <span>{lines}</span></figcaption><div class="diff" tabindex="0" role="group" aria-label="{label}">{listing}</div><div class="bar"><p><code>{file}</code></p>{whole}</div></figure>"#
        )
    }
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
        Stage { file: file.to_owned(), after: after.map(|name| name.trim().to_owned()), text }
    }

    /// What is wrong with its place in the way of stages.
    fn wrong_place(&self, stages: &Stages, name: &str) -> Option<Flaw> {
        let file = self.file.display();
        let remedy = |words: &str| format!("{words} first line, `// after: <name>`");
        match &self.after {
            None => {
                let is_first = |stage: &Stage| stage.after.is_none();
                let mut firsts = stages.iter().filter(|(_, all)| all.iter().any(is_first));
                let (first, _) = firsts.next().filter(|(first, _)| *first != name)?;
                let found = format!("{file} comes after no stage, and neither does `{first}`");
                Some(Flaw::new(found, remedy("name the stage before in its")))
            }
            Some(after) if !stages.contains_key(after) => {
                let found =
                    format!("{file}:1: there is no stage `{after}` that it could come after");
                let near = near(stages, after);
                Some(Flaw::new(found, near.unwrap_or(remedy("name a stage in its"))))
            }
            Some(_) => {
                let circle = circle(stages, name)?;
                let found = format!("{file}:1: the stages go in a circle: {circle}");
                Some(Flaw::new(found, remedy("name the stage before in each one's")))
            }
        }
    }

    /// The lines that are shown: neither the name of the stage before nor anchors.
    fn lines(&self) -> Vec<&str> {
        let header = usize::from(self.after.is_some());
        let lines = self.text.lines().skip(header).skip_while(|line| line.is_empty());
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

/// Lines of a stage that are shown alike.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stretch {
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
fn stretches(old: &[&str], new: &[&str]) -> Vec<Stretch> {
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_slices(old, new);
    let mut stretches = Vec::new();
    for op in diff.ops() {
        if let DiffOp::Equal { .. } = op {
            stretches.extend(fold(op.new_range(), new.len()));
            continue;
        }
        if !op.old_range().is_empty() {
            stretches.push(Stretch::Gone(op.old_range()));
        }
        if !op.new_range().is_empty() {
            stretches.push(Stretch::New(op.new_range()));
        }
    }
    stretches
}

/// Unchanged lines of a stage that is `length` lines long: those near a change stay, and the rest is
/// folded if it is worth it.
fn fold(same: Range<usize>, length: usize) -> Vec<Stretch> {
    let start = if same.start == 0 { 0 } else { same.start + CONTEXT };
    let end = if same.end == length { length } else { same.end.saturating_sub(CONTEXT) };
    if start + FOLDED > end {
        return vec![Stretch::Same(same)];
    }
    let stretches = [
        Stretch::Same(same.start..start),
        Stretch::Folded(start..end),
        Stretch::Same(end..same.end),
    ];
    let is_there = |it: &Stretch| !matches!(it, Stretch::Same(lines) if lines.is_empty());
    stretches.into_iter().filter(is_there).collect()
}

/// A stage's lines as HTML, with what differs from the stage before, and how many of its lines are new.
fn listing(old: Option<&[&str]>, new: &[&str], coloured: &[String]) -> (String, usize) {
    let stretches = match old {
        Some(old) => stretches(old, new),
        None => vec![Stretch::Same(0..new.len())],
    };
    let (mut html, mut added) = (String::new(), 0);
    for stretch in stretches {
        html += &match stretch {
            Stretch::Same(lines) => marked("span", &coloured[lines]),
            Stretch::New(lines) => {
                added += count(&new[lines.clone()]);
                marked("ins", &coloured[lines])
            }
            Stretch::Gone(lines) => {
                // The words about what is gone are of no use to who reads what is there.
                let gone = old.unwrap_or_default()[lines].iter().filter(|line| is_code(line));
                marked("del", &gone.map(|line| struck(line)).collect::<Vec<_>>())
            }
            Stretch::Folded(lines) => format!(
                "</code></pre><details><summary>{} unchanged lines</summary><pre><code>{}</code></pre></details><pre><code>",
                lines.len(),
                marked("span", &coloured[lines])
            ),
        };
    }
    let html = format!("<pre><code>{html}</code></pre>");
    (html.replace("<pre><code></code></pre>", ""), added)
}

/// Lines, each in an element of its own.
fn marked(element: &str, lines: &[String]) -> String {
    let lines = lines.iter().map(|line| format!("<{element}>{line}&#10;</{element}>"));
    lines.collect()
}

/// The id of a stage's figure on its page.
pub fn id(name: &str) -> String {
    format!("stage-{name}")
}

/// A line that is gone; its indentation is not struck out.
fn struck(line: &str) -> String {
    let words = line.trim_start();
    let indentation = &line[..line.len() - words.len()];
    format!("{indentation}<s>{}</s>", escape(words))
}

#[cfg(test)]
#[path = "../tests/unit/stage.rs"]
mod tests;
