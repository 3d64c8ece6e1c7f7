//! A program as a page shows it: its listings, how to run it, and what it prints.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use maud::{Markup, PreEscaped, html};
use proof::{Header, Language, Program, RECORDED, Version};
use told::text::{escape, timeless};

use crate::colour;
use crate::difference::{self, stretches};
use crate::fault::{Flaw, all};
use crate::markdown::{Asked, Manner};
use crate::needs::needs;
use crate::predict::Exercise;
use crate::printed::{Changes, Now, table, timed, transcript};
use crate::run;

/// How wide and how long a listing's visible part may be.
const COLUMNS: usize = 72;
const LINES: usize = 40;

/// A program, read whole: what a page shows of it.
#[derive(Debug)]
pub struct Pair {
    /// `chapter/name`
    pub address: String,
    /// One a language, Python first.
    pub panes: Vec<Pane>,
    /// What older Pythons print otherwise, each under its label, and the last of them.
    older: Vec<(String, Version, String)>,
    /// Whether what it prints is folded, because the page asks for it.
    is_folded: bool,
    /// What is to be predicted, one for each transcript that is shown.
    exercises: Vec<Exercise>,
}

/// A program in one language.
#[derive(Debug)]
pub struct Pane {
    pub language: Language,
    pub source: Source,
    header: Header,
    transcript: String,
    now: Option<Now>,
    /// The program that it is shown with the differences from.
    old: Option<Source>,
    /// What it needs that a page does not have.
    needs: Option<String>,
}

/// The text of a program.
#[derive(Debug)]
pub struct Source {
    /// The file, from the book's root.
    pub file: PathBuf,
    /// The whole file.
    pub text: String,
    /// The lines that a listing shows, with their numbers in the file: the region `ANCHOR: listing`, or
    /// all but the header.
    pub shown: Vec<(usize, String)>,
}

impl Pair {
    /// Reads a program, to be shown in this manner, and with what differs from an old one.
    /// Errors: all that keeps it from being shown. Of a program that was changed since it was recorded, its
    /// measures and its recorded run are not looked at.
    pub fn read(
        root: &Path,
        program: &Program,
        manner: Manner,
        old: Option<&Program>,
        changes: &Changes,
    ) -> Result<Pair, Vec<Flaw>> {
        let mut flaws: Vec<Flaw> = half(root, program, manner).into_iter().collect();
        let mut panes = Vec::new();
        for language in program.languages() {
            match Pane::read(root, program, language, old, changes) {
                Ok(pane) => panes.push(pane),
                Err(more) => flaws.extend(more),
            }
        }
        let as_recorded = panes.iter().filter(|pane| pane.now.is_none());
        flaws.extend(as_recorded.clone().flat_map(|pane| pane.source.measures()));
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let is_folded = manner.asked != Asked::Nothing && as_recorded.count() == panes.len();
        let (address, older) = (program.address(), older(program).map_err(|flaw| vec![flaw])?);
        let mut pair = Pair { address, panes, older, is_folded, exercises: Vec::new() };
        if is_folded && manner.asked == Asked::Predict {
            pair.exercises = pair.exercises(program)?;
        }
        Ok(pair)
    }

    /// Whether it is shown with what differs from another program.
    pub fn is_difference(&self) -> bool {
        self.panes.iter().any(|pane| pane.old.is_some())
    }

    /// Whether all languages print the same.
    fn is_one(&self) -> bool {
        matches!(&self.panes[..], [python, rust] if python.transcript == rust.transcript)
    }

    /// What a reader is to predict, one exercise a transcript.
    fn exercises(&self, program: &Program) -> Result<Vec<Exercise>, Vec<Flaw>> {
        let runs = all(self.panes.iter().map(|pane| {
            // The times would give their order away.
            let lines: Vec<_> = pane.transcript.lines().map(|it| timeless(it).to_owned()).collect();
            Exercise::fits(program, pane.language, &lines)?;
            let run = run::read(program, pane.language)?;
            run::prints(&run, &lines, program, pane.language)?;
            Ok((pane.language, lines, run))
        }))?;
        Ok(runs.chunks(if self.is_one() { 2 } else { 1 }).map(Exercise::of).collect())
    }

    /// The pair, as HTML without an empty line.
    pub fn html(&self) -> String {
        let whole: Vec<_> = self.panes.iter().filter_map(Pane::whole).collect();
        let html = html! {
            div class="pair" id=(id(&self.address)) data-program=(self.address) {
                div class="panes" { @for pane in &self.panes { (pane.html()) } }
                div class="bar" {
                    p { "Run it:" @for pane in &self.panes { " " (command(&pane.command(&self.address))) } }
                    @if !whole.is_empty() {
                        details class="files" { summary { "Whole files" } @for file in whole { (file) } }
                    }
                }
                div class="prints" { (self.prints()) }
            }
        };
        html.into_string()
    }

    /// What it prints: once, if all languages print the same.
    fn prints(&self) -> Markup {
        let count = if self.is_one() { 1 } else { self.panes.len() };
        let is_changed = self.panes.iter().any(|pane| pane.now.is_some());
        html! {
            @for (index, pane) in self.panes.iter().take(count).enumerate() {
                @let (class, who) = match self.is_one() {
                    true => ("both", "Both print".to_owned()),
                    false => (pane.language.kind(), format!("{} prints", pane.language.name())),
                };
                @let label = if is_changed { who + ", as recorded" } else { who };
                @let exercise = self.exercises.get(index).map(Exercise::attributes).unwrap_or_default();
                (print(class, &label, None, &pane.transcript, self.is_folded.then_some(&exercise)))
            }
            @for (releases, until, transcript) in &self.older {
                (print("python", releases, Some(*until), transcript, self.is_folded.then_some("")))
            }
            @for pane in &self.panes {
                @if let Some(now) = &pane.now { (pane.changed(now, &self.address)) }
            }
        }
    }
}

impl Pane {
    fn read(
        root: &Path,
        program: &Program,
        language: Language,
        old: Option<&Program>,
        changes: &Changes,
    ) -> Result<Pane, Vec<Flaw>> {
        let source = Source::read(root, program, language);
        let header = program.header(language).map_err(|e| {
            Flaw::new(e.to_string(), "write the first comment lines as CONTRIBUTING.md says")
        });
        let transcript = program.transcript(language, RECORDED).ok_or_else(|| {
            let file = relative(root, &program.file(language));
            let found = format!("no transcript says what {} prints", file.display());
            Flaw::new(found, format!("cargo book record {}", program.address()))
        });
        let transcript = transcript.and_then(|file| text(&file));
        let now = changes.get(&(program.address(), language)).cloned();
        let old = old.map(|old| before(root, old, language)).transpose();
        let needs = (language == Language::Python).then(|| needs(program)).flatten();
        match (source, header, transcript, old) {
            (Ok(source), Ok(header), Ok(transcript), Ok(old)) => {
                Ok(Pane { language, source, header, transcript, now, old, needs })
            }
            (source, header, transcript, old) => {
                let flaws = [source.err(), header.err(), transcript.err(), old.err()];
                Err(flaws.into_iter().flatten().collect())
            }
        }
    }

    fn html(&self) -> Markup {
        let (name, class, short) =
            (self.language.name(), self.language.kind(), self.source.short());
        let code = self.source.listing();
        let label = format!("{name} listing, {short}");
        html! {
            section class={ "pane " (class) } role="group" aria-label={ (name) ", " (short) } data-needs=[&self.needs] {
                p class="lang" { (name) @if self.now.is_some() { " " span class="changed" { "changed" } } }
                @match &self.old {
                    Some(old) => (self.difference(old, &label)),
                    None => (PreEscaped(pre(&code, class, &label))),
                }
            }
        }
    }

    /// The listing, with what differs from an old one.
    fn difference(&self, old: &Source, label: &str) -> Markup {
        let [before, now] = [old, &self.source]
            .map(|it| it.shown.iter().map(|(_, line)| &**line).collect::<Vec<_>>());
        let coloured = colour::lines(&self.source.listing(), self.language.kind());
        let html = difference::html(&stretches(&before, &now), &coloured, &before, |_| true);
        let old = old.short();
        html! {
            div class="diff" tabindex="0" role="group" aria-label={ (label) ", with what differs from " (old) } {
                (PreEscaped(html))
            }
        }
    }

    /// The whole file, where the listing is a part of it.
    fn whole(&self) -> Option<Markup> {
        let Source { file, text, .. } = &self.source;
        let label = format!("the whole of {}", self.source.short());
        let whole = || PreEscaped(pre(text, self.language.kind(), &label));
        let is_part = *text != self.source.listing();
        is_part.then(|| html! { p { code { (file.display()) } } (whole()) })
    }

    fn command(&self, address: &str) -> String {
        let (chapter, name) = address.split_once('/').unwrap_or((address, address));
        let command = match self.language {
            Language::Python => format!("python3 {}", self.source.file.display()),
            Language::Rust if self.header.args.is_empty() => {
                format!("cargo run -p {chapter} --bin {name}")
            }
            Language::Rust => format!("cargo run -p {chapter} --bin {name} --"),
        };
        self.header.args.iter().fold(command, |command, argument| command + " " + argument)
    }

    /// What it prints since it was changed, beside what is recorded.
    fn changed(&self, now: &Now, address: &str) -> Markup {
        let (name, class) = (self.language.name(), self.language.kind());
        let (what, more) = match now {
            Now::Same => return html! {},
            Now::Waiting => ("it is being run", html! {}),
            Now::Prints(text) => {
                let table = table(&self.transcript, text, &format!("{name}, recorded and now"));
                let accept = html! { p { "Not recorded. To accept it: " code { "cargo book record " (address) } } };
                ("it prints something else", html! { (table) (accept) })
            }
            Now::Fails(words) => ("it does not run", transcript("Why", PreEscaped(escape(words)))),
        };
        let label = format!("{name}, changed: {what}");
        html! {
            section class={ "print changed " (class) } role="group" aria-label=(label) {
                p class="label" { (label) }
                (more)
            }
        }
    }
}

impl Source {
    /// Errors: if the file cannot be read, or its anchors do not match.
    pub fn read(root: &Path, program: &Program, language: Language) -> Result<Source, Flaw> {
        let file = program.file(language);
        let text = text(&file)?;
        let file = relative(root, &file);
        // What is wrong with the header is said where the header is read.
        let header = program.header(language).map_or(0, |header| header.lines);
        let anchor = |word: &str| {
            let anchor = format!("{}{word}: listing", language.comment());
            text.lines().position(|line| line.trim() == anchor)
        };
        let lines = (1..).zip(text.lines());
        let mut shown: Vec<(usize, &str)> = match (anchor("ANCHOR"), anchor("ANCHOR_END")) {
            (Some(start), Some(end)) if start < end => lines.take(end).skip(start + 1).collect(),
            (None, None) => lines.skip(header).collect(),
            _ => {
                let found = "`ANCHOR: listing` and `ANCHOR_END: listing` do not match";
                return Err(Flaw::new(format!("{}: {found}", file.display()), "mend the file"));
            }
        };
        shown.retain(|(_, line)| !line.trim_start().starts_with("//! "));
        let is_text = |(_, line): &(usize, &str)| !line.is_empty();
        let first = shown.iter().position(is_text).unwrap_or_default();
        let end = shown.iter().rposition(is_text).map_or(0, |last| last + 1);
        let shown = shown[first..end].iter();
        let shown = shown.map(|(number, line)| (*number, (*line).to_owned())).collect();
        Ok(Source { file, text, shown })
    }

    /// The file's name.
    fn short(&self) -> Cow<'_, str> {
        self.file.file_name().unwrap_or_default().to_string_lossy()
    }

    /// The same with another listing. A first line that the harness would take for one of its own is kept from
    /// it by an empty one.
    pub fn with_listing(&self, listing: &str, language: Language) -> Source {
        let lines: Vec<&str> = self.text.lines().collect();
        let last = self.shown.last().map_or(lines.len(), |(line, _)| *line);
        let is_hidden = |&number: &usize| self.shown.iter().all(|(shown, _)| *shown != number);
        let before = (1..=last).filter(is_hidden).map(|number| lines[number - 1]);
        let mut before: Vec<&str> = before.collect();
        let after = lines.get(last..).unwrap_or_default();
        let asked = |text: &str| Header::parse(text, language);
        let whole = |before: &[&str]| {
            let listing = listing.lines();
            let lines = before.iter().copied().chain(listing).chain(after.iter().copied());
            lines.flat_map(|line| [line, "\n"]).collect::<String>()
        };
        if asked(&whole(&before)) != asked(&self.text) {
            before.push("");
        }
        let numbers = before.len() + 1..;
        let shown = numbers.zip(listing.lines().map(str::to_owned)).collect();
        Source { file: self.file.clone(), text: whole(&before), shown }
    }

    /// The place in the listing of a line of the file, from 0.
    pub fn place(&self, line: usize) -> Option<usize> {
        self.shown.iter().position(|(number, _)| *number == line)
    }

    /// The lines that are shown, as one text.
    pub fn listing(&self) -> String {
        self.shown.iter().flat_map(|(_, line)| [line, "\n"]).collect()
    }

    fn measures(&self) -> Vec<Flaw> {
        measures(&self.file.display().to_string(), &self.listing())
    }
}

/// What makes a listing, which comes from `source`, too long or too wide.
pub fn measures(source: &str, listing: &str) -> Vec<Flaw> {
    let lines = listing.lines().count();
    let remedy = format!("show at most {LINES}, between ANCHOR comments");
    let long = Flaw::new(format!("{source} shows {lines} lines"), remedy);
    let long = (lines > LINES).then_some(long);
    long.into_iter().chain(too_wide(source, listing)).collect()
}

/// What makes a listing too wide.
pub fn too_wide(source: &str, listing: &str) -> Option<Flaw> {
    let mut lines = listing.lines();
    let line = lines.find(|line| line.chars().count() > COLUMNS)?;
    let found = format!("{source} shows a line of more than {COLUMNS} columns: {line}");
    Some(Flaw::new(found, "break the line"))
}

/// The old program in one language, that a new one is compared with.
fn before(root: &Path, old: &Program, language: Language) -> Result<Source, Flaw> {
    let file = old.file(language);
    if file.is_file() {
        return Source::read(root, old, language);
    }
    let (file, old) = (relative(root, &file), old.address());
    let found = format!("`{old}` is not there to be compared with: there is no {}", file.display());
    Err(Flaw::new(found, "name an old program that is there in the same languages"))
}

/// What is wrong with the languages that a program is there in.
fn half(root: &Path, program: &Program, manner: Manner) -> Option<Flaw> {
    let (address, languages) = (program.address(), program.languages());
    let file = |language| relative(root, &program.file(language)).display().to_string();
    let [python, rust] = [Language::Python, Language::Rust];
    let (found, remedy) = match (&languages[..], manner.only) {
        ([], _) => (
            format!("there is no program `{address}`"),
            format!("write {} and {}", file(python), file(rust)),
        ),
        ([_, _], Some(_)) => (
            format!("`{address}` is there in both languages"),
            format!("write {{{{#program {address}}}}}"),
        ),
        ([only], Some(language)) if *only != language => {
            (format!("there is no {}", file(language)), "write it".to_owned())
        }
        ([only], None) => {
            let other = if *only == python { rust } else { python };
            let shown = format!("{{{{#program {address} {}}}}}", only.kind());
            (
                format!("half of `{address}` is missing: there is no {}", file(other)),
                format!("write it, or show the other alone: {shown}"),
            )
        }
        _ => return None,
    };
    Some(Flaw::new(found, remedy))
}

/// What releases before the recorded one print otherwise: a transcript holds for its release and for the
/// older ones down to the next that has its own.
fn older(program: &Program) -> Result<Vec<(String, Version, String)>, Flaw> {
    let mut oldest = program.oldest_python();
    let older = program.older_transcripts().into_iter().map(|(version, file)| {
        let label = match version == oldest {
            true => format!("Python {version} prints"),
            false => format!("Python {oldest} to {version} print"),
        };
        oldest = Version(version.0, version.1 + 1);
        Ok((label, version, text(&file)?))
    });
    older.collect()
}

/// A transcript, which may hold until a release of Python; if it is asked for, folded, with the attributes of
/// the exercise.
fn print(
    class: &str,
    label: &str,
    until: Option<Version>,
    printed: &str,
    exercise: Option<&str>,
) -> Markup {
    let lines = html! { @for line in printed.lines() { (timed(line)) "\u{a}" } };
    // Within Markdown, a block of HTML ends at the first empty line.
    let lines = PreEscaped(lines.into_string().replace('\n', "&#10;"));
    let printed = transcript("Transcript", lines);
    html! {
        section class={ "print " (class) } role="group" aria-label=(label) data-until=[until] {
            p class="label" { (label) }
            @match exercise {
                Some(exercise) => (PreEscaped(format!(
                    r#"<details class="predict"{exercise}><summary>What it prints</summary>{}</details>"#, printed.0
                ))),
                None => (printed),
            }
        }
    }
}

/// A command, which breaks between its words; within one only after a slash, where it is longer than a line.
fn command(words: &str) -> Markup {
    let words = words.split(' ').map(|word| {
        html! { span { @for part in word.split_inclusive('/') { span { (part) } } } }
    });
    let words: Vec<String> = words.map(Markup::into_string).collect();
    html! { code { (PreEscaped(words.join(" "))) } }
}

/// The id of a program's pair on its page.
pub fn id(address: &str) -> String {
    format!("program-{}", address.replace('/', "-"))
}

/// A listing with its colours.
pub fn pre(code: &str, language: &str, label: &str) -> String {
    format!(
        r#"<pre class="code" tabindex="0" role="group" aria-label="{}"><code>{}</code></pre>"#,
        escape(label),
        colour::html(code, language)
    )
}

/// The path from the book's root.
pub fn relative(root: &Path, file: &Path) -> PathBuf {
    file.strip_prefix(root).unwrap_or(file).to_owned()
}

/// The text of a file, with the line ends of Unix.
pub fn text(file: &Path) -> Result<String, Flaw> {
    fs::read_to_string(file)
        .map(|text| text.replace("\r\n", "\n"))
        .map_err(|e| Flaw::new(format!("{}: {e}", file.display()), "mend the file"))
}

/// What is recorded of a program for a release; nothing, if that cannot be read.
pub fn recorded(program: &Program, language: Language, version: Version) -> String {
    let file = program.transcript(language, version);
    file.and_then(|file| text(&file).ok()).unwrap_or_default()
}
