//! The stages of the event loop that the book builds: each a file, shown with what differs from the one
//! before.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use proof::Chapter;
use similar::{Algorithm, DiffTag, TextDiff, get_close_matches};

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
    /// Whether it leaves that stage as it is, and is a file more.
    is_beside: bool,
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
        for path in files {
            let (name, file) = (path.file_stem().unwrap_or_default(), relative(root, &path));
            let stages = stages.entry(name.to_string_lossy().into_owned());
            match text(&path) {
                Ok(text) => stages.or_default().push(Stage::of(file, text)),
                Err(flaw) => faults.push(flaw.at(&file, 0)),
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
        let Some([stage, others @ ..]) = stages.get(name).map(Vec::as_slice) else {
            let remedy = format!("write examples/<chapter>/src/stages/{name}.rs");
            let remedy = near(stages, name).unwrap_or(remedy);
            return Err(vec![Flaw::new(format!("there is no stage `{name}`"), remedy)]);
        };
        let file = stage.file.display().to_string();
        let twins = others.iter().map(|other| {
            let other = other.file.display();
            let found = format!("two stages have the name `{name}`: {file} and {other}");
            Flaw::new(found, "rename one of them")
        });
        let own = [too_wide(&file, &stage.lines().join("\n")), stage.wrong_place(stages, name)];
        let flaws: Vec<Flaw> = twins.chain(own.into_iter().flatten()).collect();
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let before = stage.after.as_ref().filter(|_| !stage.is_beside);
        let before = before.and_then(|after| stages.get(after)?.first());
        Ok(StageFigure { name: name.to_owned(), stage: stage.clone(), before: before.cloned() })
    }

    /// The stage before.
    pub fn after(&self) -> Option<&str> {
        self.stage.after.as_deref()
    }

    /// The figure, as HTML without an empty line; `before` links to the stage before.
    pub fn html(&self, before: &str) -> String {
        let StageFigure { name, stage, .. } = self;
        let (new, file, id) = (stage.lines(), stage.file.display(), id(name));
        let (code, all) = (new.join("\n"), count(&new));
        let old = self.before.as_ref().map(Stage::lines);
        let (listing, added) = listing(old.as_deref(), &new, &colour::lines(&code, "rust"));
        let [since, differs] = match &stage.after {
            Some(_) if stage.is_beside => [format!(", all of them beside {before}"), String::new()],
            Some(after) => [
                format!(", {added} of them new since {before}"),
                format!(", with what differs from {after}"),
            ],
            None => Default::default(),
        };
        let whole = if stage.text.trim_end() == code.trim_end() {
            String::new()
        } else {
            let code = pre(&stage.text, "rust", &format!("the whole of {file}"));
            format!(r#"<details class="files"><summary>Whole file</summary>{code}</details>"#)
        };
        format!(
            r#"<figure class="stage" id="{id}"><figcaption><b>Stage <code>{name}</code></b> <span>{all} lines of code{since}</span></figcaption><div class="diff" tabindex="0" role="group" aria-label="the stage {name}{differs}">{listing}</div><div class="bar"><p><code>{file}</code></p>{whole}</div></figure>"#
        )
    }
}

/// A remedy that names the stages with names like this one.
fn near(stages: &Stages, name: &str) -> Option<String> {
    let names: Vec<&str> = stages.keys().map(String::as_str).collect();
    let near = get_close_matches(name, &names, 3, 0.6);
    let names = near.join(", ");
    (!near.is_empty()).then(|| format!("write one of these that have such a name: {names}"))
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
    fn of(file: PathBuf, text: String) -> Stage {
        let first = text.lines().next().unwrap_or_default();
        let beside = first.strip_prefix("// beside:");
        let after = first.strip_prefix("// after:").or(beside);
        let after = after.map(|name| name.trim().to_owned());
        Stage { file, after, is_beside: beside.is_some(), text }
    }

    /// What is wrong with its place in the way of stages.
    fn wrong_place(&self, stages: &Stages, name: &str) -> Option<Flaw> {
        let file = self.file.display();
        let flaw =
            |found, whose| Flaw::new(found, format!("name {whose} first line, `// after: <name>`"));
        Some(match &self.after {
            None => {
                let is_first = |all: &[Stage]| all.iter().any(|stage| stage.after.is_none());
                let mut firsts = stages.iter().filter(|(_, all)| is_first(all));
                let (first, _) = firsts.next().filter(|(first, _)| *first != name)?;
                let found = format!("{file} comes after no stage, and neither does `{first}`");
                flaw(found, "the stage before in its")
            }
            Some(after) if !stages.contains_key(after) => {
                let found =
                    format!("{file}:1: there is no stage `{after}` that it could come after");
                let flaw = flaw(found, "a stage in its");
                Flaw { remedy: near(stages, after).unwrap_or(flaw.remedy), ..flaw }
            }
            Some(_) => {
                let circle = circle(stages, name)?;
                let found = format!("{file}:1: the stages go in a circle: {circle}");
                flaw(found, "the stage before in each one's")
            }
        })
    }

    /// The lines that are shown: neither the name of the stage before nor anchors.
    fn lines(&self) -> Vec<&str> {
        let lines = self.text.lines().skip(usize::from(self.after.is_some()));
        let is_anchor = |line: &&str| {
            let line = line.trim_start();
            line.starts_with("// ANCHOR:") || line.starts_with("// ANCHOR_END:")
        };
        lines.skip_while(|line| line.is_empty()).filter(|line| !is_anchor(line)).collect()
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
#[derive(Debug, PartialEq, Eq)]
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
    let stretches = diff.ops().iter().flat_map(|op| match op.tag() {
        DiffTag::Equal => fold(op.new_range(), new.len()),
        DiffTag::Delete => vec![Stretch::Gone(op.old_range())],
        DiffTag::Insert => vec![Stretch::New(op.new_range())],
        DiffTag::Replace => vec![Stretch::Gone(op.old_range()), Stretch::New(op.new_range())],
    });
    stretches.collect()
}

/// Unchanged lines of a stage that is `length` lines long: those near a change stay, and the rest is
/// folded if it is worth it.
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

/// A stage's lines as HTML, with what differs from the stage before, and how many of its lines are new.
fn listing(old: Option<&[&str]>, new: &[&str], coloured: &[String]) -> (String, usize) {
    let stretches = match old {
        Some(old) => stretches(old, new),
        None => vec![Stretch::Same(0..new.len())],
    };
    let mut added = 0;
    let html = stretches.into_iter().map(|stretch| match stretch {
        Stretch::Same(lines) => marked("span", &coloured[lines]),
        Stretch::New(lines) => {
            added += count(&new[lines.clone()]);
            marked("ins", &coloured[lines])
        }
        Stretch::Gone(lines) => {
            // The words about what is gone are of no use to who reads what is there.
            let gone = old.unwrap_or_default()[lines].iter().filter(|line| is_code(line));
            let gone = gone.map(|line| {
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
    (html.replace("<pre><code></code></pre>", ""), added)
}

/// Lines, each in an element of its own.
fn marked(element: &str, lines: &[String]) -> String {
    lines.iter().map(|line| format!("<{element}>{line}&#10;</{element}>")).collect()
}

/// The id of a stage's figure on its page.
pub fn id(name: &str) -> String {
    format!("stage-{name}")
}

#[cfg(test)]
#[path = "../tests/unit/stage.rs"]
mod tests;
