//! `{{#trace}}`: recorded runs, drawn when the book is built, and told step by step.
//!
//! Nothing is worked out in the reader's browser: each step of the list says what it is, which line it
//! stands on and what every queue holds after it. `theme/trace.js` shows one of them at a time.

mod drawing;
mod steps;
mod words;

use std::fmt::Write;
use std::path::Path;

use proof::trace::Trace;
use proof::{Language, Program};

use crate::colour::escape;
use crate::programs::{class, pre, shown};
use crate::proofs::relative;
use drawing::Drawing;
use steps::{Step, columns, steps};

/// A recorded run, and the program's lines that it names.
struct Run {
    language: Language,
    trace: Trace,
    steps: Vec<Step>,
    /// The file's lines.
    source: Vec<String>,
    /// The number in the file of each line that the listing shows.
    shown: Vec<(usize, String)>,
}

/// What keeps a program's runs from being drawn: what was found, and the remedy.
#[must_use]
pub fn faults(root: &Path, program: &Program) -> Vec<(String, String)> {
    let remedy = format!("cargo book record {} --trace", program.address());
    let recorded = recorded(program);
    if recorded.is_empty() {
        let found = format!("no run of `{}` is recorded", program.address());
        return vec![(found, remedy)];
    }
    let runs = recorded.into_iter().map(|language| {
        let file = program.trace_file(language);
        run(program, language)
            .err()
            .map(|e| format!("{}: {e}", relative(root, &file).display()))
    });
    let found = runs.flatten();
    found.map(|found| (found, remedy.clone())).collect()
}

/// The languages whose run is recorded.
fn recorded(program: &Program) -> Vec<Language> {
    let languages = program.languages().into_iter();
    languages
        .filter(|&language| program.trace_file(language).is_file())
        .collect()
}

fn run(program: &Program, language: Language) -> Result<Run, String> {
    let text = std::fs::read_to_string(program.trace_file(language)).map_err(|e| e.to_string())?;
    let trace = Trace::parse(&text)?;
    let source = program.file(language);
    let source = std::fs::read_to_string(source).map_err(|e| e.to_string())?;
    let source: Vec<String> = source.lines().map(str::to_owned).collect();
    let lines = trace.events.iter().filter_map(|event| event.line);
    if let Some(line) = lines.max().filter(|&line| line as usize > source.len()) {
        let length = source.len();
        return Err(format!("it names line {line}; the program has {length}"));
    }
    let lanes = drawing::tasks(&trace).len();
    if lanes > drawing::LANES {
        return Err(format!(
            "it has {lanes} tasks, of at most {}",
            drawing::LANES
        ));
    }
    Ok(Run {
        language,
        steps: steps(&trace),
        trace,
        source,
        shown: shown(program, language)?,
    })
}

/// The runs of a program under each other, as HTML without an empty line; with their listings, unless
/// the page shows the program. What [`faults`] finds must have been mended.
#[must_use]
pub fn html(program: &Program, is_shown: bool) -> String {
    let recorded = recorded(program).into_iter();
    let runs: Vec<Run> = recorded
        .filter_map(|language| run(program, language).ok())
        .collect();
    let steps = runs.iter().map(|run| (run.trace.world, &run.steps[..]));
    let columns = columns(&steps.collect::<Vec<_>>());
    let address = program.address();
    let mut html = format!(
        r#"<figure class="trace wide" id="trace-{}" data-program="{}" data-name="{}">"#,
        address.replace('/', "-"),
        crate::programs::id(&address),
        program.name
    );
    for (index, run) in runs.iter().enumerate() {
        let at: Vec<Option<usize>> = columns.iter().map(|column| column[index]).collect();
        html.push_str(&section(program, run, &at, is_shown));
    }
    html + &drawing::legend(runs.iter().map(|run| &run.trace)) + "</figure>"
}

fn section(program: &Program, run: &Run, at: &[Option<usize>], is_shown: bool) -> String {
    let name = run.language.name();
    let class = class(run.language);
    let drawing = Drawing::new(&run.trace, &run.steps, at);
    let title = format!("{} in {name}", program.name);
    let svg = drawing.svg(&title, &words::summary(&run.trace));
    let mut items = String::new();
    for (column, step) in at.iter().enumerate() {
        if let Some(step) = step.map(|step| &run.steps[step]) {
            items.push_str(&item(run, step, column));
        }
    }
    let listing = if is_shown {
        String::new()
    } else {
        let lines: Vec<&str> = run.shown.iter().map(|(_, line)| line.as_str()).collect();
        pre(&lines.join("\n"), class, &format!("{name} listing"))
    };
    let count = run.steps.len();
    format!(
        r#"<section class="world {class}" role="group" aria-label="{title}"><p class="lang">{title}</p><div class="lanes" tabindex="0" role="group" aria-label="The tasks of {title}">{svg}</div>{listing}<details class="steps"><summary>Step by step: {count} steps in {name}</summary><ol>{items}</ol></details></section>"#
    )
}

/// A step as it is read, with what `theme/trace.js` shows beside it.
fn item(run: &Run, step: &Step, column: usize) -> String {
    let mut html = format!(r#"<li data-at="{column}""#);
    let mut data = |name: &str, value: &str| {
        if !value.is_empty() {
            // Writing to a String does not fail.
            let _ = write!(html, r#" data-{name}="{}""#, escape(value));
        }
    };
    let is_lit = |(number, _): &(usize, String)| step.line == Some(*number);
    if let Some(line) = run.shown.iter().position(is_lit) {
        data("line", &line.to_string());
    }
    for (name, chips) in words::rows(run.trace.world, step) {
        data(name, &chips.join("|"));
    }
    html.push('>');
    html.push_str(&words::sentence(run.trace.world, step));
    if let Some(line) = step.line.and_then(|line| run.source.get(line - 1)) {
        // Writing to a String does not fail.
        let _ = write!(html, " <code>{}</code>", escape(line.trim()));
    }
    html + "</li>"
}
