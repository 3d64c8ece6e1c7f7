//! `{{#trace}}`: the recorded runs of a program, drawn when the book is built, and told step by step.
//!
//! Nothing is worked out in the reader's browser: each step of the list says what it is, which line it
//! stands on and what every queue holds after it. `theme/trace.js` shows one of them at a time.

use std::path::Path;

use maud::{Markup, PreEscaped, html};
use proof::{Language, Program};

use crate::colour::escape;
use crate::drawing::{self, Drawing, LANES};
use crate::fault::Flaw;
use crate::printed::Changes;
use crate::program::{self, Source, class, pre};
use crate::run::{self, Run, Step, columns};
use crate::words;

/// The recorded runs of a program, with all that a page shows of them.
#[derive(Debug)]
pub struct Figure {
    address: String,
    name: String,
    told: Vec<Told>,
    is_changed: bool,
}

/// A recorded run, and the program's lines that it names.
#[derive(Debug)]
struct Told {
    language: Language,
    run: Run,
    source: Source,
}

impl Figure {
    /// Reads the runs of a program in all languages that have one.
    /// Errors: all that keeps them from being drawn.
    pub fn read(root: &Path, program: &Program, changes: &Changes) -> Result<Figure, Vec<Flaw>> {
        let (mut told, mut flaws) = (Vec::new(), Vec::new());
        let address = program.address();
        let is_changed = changes.keys().any(|(changed, _)| *changed == address);
        let languages = program.languages().into_iter();
        for language in languages.filter(|&language| program.trace_file(language).is_file()) {
            match Told::read(root, program, language) {
                Ok(run) => told.push(run),
                Err(flaw) if !is_changed => flaws.push(flaw),
                Err(_) => {}
            }
        }
        if told.is_empty() && flaws.is_empty() && !is_changed {
            let found = format!("no run of `{address}` is recorded");
            flaws.push(Flaw::new(found, run::record(program)));
        }
        let name = program.name.clone();
        if flaws.is_empty() { Ok(Figure { address, name, told, is_changed }) } else { Err(flaws) }
    }

    /// The runs under each other, as HTML without an empty line; with their listings, unless the page
    /// shows the program.
    pub fn html(&self, is_shown: bool) -> String {
        if self.is_changed {
            let words = "The program has changed since its run was recorded. To record it:";
            return format!(
                r#"<p class="changed">{words} <code>cargo book record {} --trace</code></p>"#,
                self.address
            );
        }
        let runs: Vec<&Run> = self.told.iter().map(|told| &told.run).collect();
        let columns = columns(&runs);
        let of = |index: usize| -> Vec<Option<usize>> {
            columns.iter().map(|column| column[index]).collect()
        };
        let id = format!("trace-{}", self.address.replace('/', "-"));
        let html = html! {
            figure class="trace wide" id=(id) data-program=(program::id(&self.address)) data-name=(self.name) {
                @for (index, told) in self.told.iter().enumerate() {
                    (told.html(&self.name, &of(index), is_shown))
                }
                (PreEscaped(drawing::legend(&runs)))
            }
        };
        html.into_string()
    }
}

impl Told {
    fn read(root: &Path, program: &Program, language: Language) -> Result<Told, Flaw> {
        let run = Run::read(program, language)?;
        let source = Source::read(root, program, language)?;
        let flaw = |found: String| {
            let file = program::relative(root, &program.trace_file(language));
            Flaw::new(format!("{}: {found}", file.display()), run::record(program))
        };
        let (last, length) =
            (run.events().filter_map(|event| event.line).max(), source.text.lines().count());
        if let Some(line) = last.filter(|&line| line as usize > length) {
            return Err(flaw(format!("it names line {line}; the program has {length}")));
        }
        let lanes = run.tasks().len();
        if lanes > LANES {
            return Err(flaw(format!("it has {lanes} tasks, of at most {LANES}")));
        }
        Ok(Told { language, run, source })
    }

    fn html(&self, name: &str, at: &[Option<usize>], is_shown: bool) -> Markup {
        let (language, class) = (self.language.name(), class(self.language));
        let title = format!("{name} in {language}");
        let svg = Drawing::new(&self.run, at).svg(&title, &words::summary(&self.run));
        let steps = at.iter().enumerate();
        let steps = steps.filter_map(|(column, step)| Some((column, &self.run.steps[(*step)?])));
        let items: String = steps.map(|(column, step)| self.item(step, column)).collect();
        let listing = self.source.listing();
        let count = self.run.steps.len();
        html! {
            section class={ "world " (class) } role="group" aria-label=(title) {
                p class="lang" { (title) }
                div class="lanes" tabindex="0" role="group" aria-label={ "The tasks of " (title) } { (PreEscaped(svg)) }
                @if !is_shown { (PreEscaped(pre(&listing, class, &format!("{language} listing")))) }
                details class="steps" {
                    summary { "Step by step: " (count) " steps in " (language) }
                    ol { (PreEscaped(items)) }
                }
            }
        }
    }

    /// A step as it is read, with what `theme/trace.js` shows beside it.
    fn item(&self, step: &Step, column: usize) -> String {
        let mut data = format!(r#" data-at="{column}""#);
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                data += &format!(r#" data-{name}="{}""#, escape(value));
            }
        };
        let is_lit = |(number, _): &(usize, String)| step.line == Some(*number);
        if let Some(line) = self.source.shown.iter().position(is_lit) {
            add("line", &line.to_string());
        }
        for (name, chips) in words::rows(self.run.world, step) {
            add(name, &chips.join("|"));
        }
        let line = step.line.and_then(|line| self.source.text.lines().nth(line - 1));
        let line =
            line.map_or_else(String::new, |line| format!(" <code>{}</code>", escape(line.trim())));
        format!("<li{data}>{}{line}</li>", words::sentence(self.run.world, step))
    }
}

#[cfg(test)]
#[path = "../tests/unit/figure.rs"]
mod tests;
