//! `{{#trace}}`: the recorded runs of a program, drawn when the book is built, and told step by step.
//!
//! Nothing is worked out in the reader's browser: each step of the list says what it is, which line it
//! stands on and what every queue holds after it. `theme/trace.js` shows one of them at a time.

use std::path::Path;

use maud::{Markup, PreEscaped, html};
use proof::{Language, Program};
use told::run::{Run, Step};
use told::text::escape;
use told::words;

use crate::drawing::{LANES, legend, svg};
use crate::fault::{Flaw, all};
use crate::printed::Changes;
use crate::program::{self, Source, pre};
use crate::run::{self, columns};

/// The recorded runs of a program, with all that a page shows of them.
#[derive(Debug)]
pub struct Figure {
    program: Program,
    /// None of a program that has changed since.
    told: Vec<Told>,
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
        let (address, program) = (program.address(), program.clone());
        if changes.keys().any(|(changed, _)| *changed == address) {
            return Ok(Figure { program, told: Vec::new() });
        }
        let mut languages = program.languages();
        languages.retain(|&language| program.trace_file(language).is_file());
        let told = all(languages.into_iter().map(|it| Told::read(root, &program, it)))?;
        if told.is_empty() {
            let found = format!("no run of `{address}` is recorded");
            return Err(vec![Flaw::new(found, run::record(&program))]);
        }
        Ok(Figure { program, told })
    }

    /// What the signs mean, and the runs, as HTML without an empty line; with their listings, unless the
    /// page shows the program. A step has an address, the figure's id and the number of its column: it is that
    /// of the list's item in the first run that has such a step.
    pub fn html(&self, is_shown: bool) -> String {
        let (address, name) = (self.program.address(), &self.program.name);
        let [first, ..] = &self.told[..] else {
            return format!(
                r#"<p class="changed">The program has changed since its run was recorded. To record it: <code>{}</code></p>"#,
                run::record(&self.program)
            );
        };
        let columns = columns(&first.run, &self.told[self.told.len() - 1].run);
        let id = format!("trace-{}", address.replace('/', "-"));
        let runs = self.told.iter().enumerate().map(|(index, told)| {
            let steps = columns.iter().enumerate().map(|(at, column)| Column {
                step: column[index].map(|step| &told.run.steps[step]),
                id: column[..index].iter().all(Option::is_none).then(|| step_id(&id, at)),
            });
            told.html(name, &steps.collect::<Vec<_>>(), is_shown).into_string()
        });
        let runs: String = runs.collect();
        framed(&id, Some(&program::id(&address)), name, &runs)
    }
}

/// The figure of a run that is not the book's, of a program in one language, with its listing.
/// Errors: what keeps it from being drawn, in words.
pub fn of_version(
    program: &Program,
    language: Language,
    run: Run,
    source: Source,
) -> Result<String, String> {
    let told = Told::of(language, run, source)?;
    let (name, address) = (&program.name, program.address().replace('/', "-"));
    let id = format!("yours-{address}-{}", language.kind());
    let steps = told.run.steps.iter().enumerate();
    let columns = steps.map(|(at, step)| Column { step: Some(step), id: Some(step_id(&id, at)) });
    let run = told.html(name, &columns.collect::<Vec<_>>(), false).into_string();
    Ok(framed(&id, None, name, &run))
}

/// A figure: what the signs of its runs mean, and the runs.
fn framed(id: &str, program: Option<&str>, name: &str, runs: &str) -> String {
    let html = html! {
        figure class="trace wide" id=(id) data-program=[program] data-name=(name) {
            (PreEscaped(legend(runs))) div class="worlds" { (PreEscaped(runs)) }
        }
    };
    html.into_string()
}

/// The address of a step, by its column.
fn step_id(figure: &str, column: usize) -> String {
    format!("{figure}-{}", column + 1)
}

/// A step of a run, if it has one in that column, and the id of the column, if this run is the first.
struct Column<'a> {
    step: Option<&'a Step>,
    id: Option<String>,
}

impl Told {
    fn read(root: &Path, program: &Program, language: Language) -> Result<Told, Flaw> {
        let run = run::read(program, language)?;
        let source = Source::read(root, program, language)?;
        Told::of(language, run, source).map_err(|found| {
            let file = program::relative(root, &program.trace_file(language));
            Flaw::new(format!("{}: {found}", file.display()), run::record(program))
        })
    }

    /// Errors: what keeps it from being drawn, in words.
    fn of(language: Language, run: Run, source: Source) -> Result<Told, String> {
        let (lanes, length) = (run.tasks().len(), source.text.lines().count());
        let last = run.events().filter_map(|event| event.line).max().unwrap_or_default();
        if last as usize > length {
            Err(format!("it names line {last}; the program has {length}"))
        } else if lanes > LANES {
            Err(format!("it has {lanes} tasks, of at most {LANES}"))
        } else {
            Ok(Told { language, run, source })
        }
    }

    fn html(&self, name: &str, columns: &[Column<'_>], is_shown: bool) -> Markup {
        let (language, class) = (self.language.name(), self.language.kind());
        let title = format!("{name} in {language}");
        let at: Vec<_> = columns.iter().map(|column| column.step).collect();
        let svg = svg(&self.run, &at, &title, &words::summary(&self.run));
        html! {
            section class={ "world " (class) } role="group" aria-label=(title) {
                p class="lang" { (title) }
                div class="lanes" tabindex="0" role="group" aria-label={ "The tasks of " (title) } { (PreEscaped(svg)) }
                @if !is_shown {
                    (PreEscaped(pre(&self.source.listing(), class, &format!("{language} listing"))))
                }
                details class="steps" {
                    summary { "Step by step: " (self.run.steps.len()) " steps in " (language) }
                    ol { @for (at, column) in columns.iter().enumerate() { (self.item(at, column)) } }
                }
            }
        }
    }

    /// A step as it is read, with what `theme/trace.js` shows beside it.
    fn item(&self, at: usize, column: &Column<'_>) -> Markup {
        let Some(step) = column.step else { return Markup::default() };
        let lit = self.source.shown.iter().position(|(number, _)| step.line == Some(*number));
        let lit = ("line", lit.map(|line| line.to_string()).unwrap_or_default());
        let rows = words::rows(&self.run.names, step).map(|(name, chips)| (name, chips.join("|")));
        let data = [lit].into_iter().chain(rows).filter(|(_, value)| !value.is_empty());
        let data = data.map(|(name, value)| format!(r#" data-{name}="{}""#, escape(&value)));
        let id = column.id.iter().map(|id| format!(r#" id="{id}""#));
        let line = step.line.and_then(|line| self.source.text.lines().nth(line - 1));
        let line = line.map(|line| format!(" <code>{}</code>", escape(line.trim())));
        PreEscaped(format!(
            r#"<li{} data-at="{at}"{}>{}{}</li>"#,
            id.collect::<String>(),
            data.collect::<String>(),
            words::sentence(&self.run.names, step),
            line.unwrap_or_default()
        ))
    }
}

#[cfg(test)]
#[path = "../tests/unit/figure.rs"]
mod tests;
