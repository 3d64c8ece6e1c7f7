//! An exercise as a page shows it: what is asked, the stub, two hints, and the solution, folded.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use maud::{Markup, PreEscaped, html};
use proof::{Exercise, Language};

use crate::fault::{Flaw, all};
use crate::needs;
use crate::program::{measures, pre, relative, text};

/// An exercise, read whole: what a page shows of it.
#[derive(Debug)]
pub struct Sheet {
    exercise: Exercise,
    stub: Vec<Listing>,
    solution: Vec<Listing>,
}

/// A file of it.
#[derive(Debug)]
struct Listing {
    language: Language,
    file: PathBuf,
    code: String,
}

impl Sheet {
    /// Reads the exercise in that folder of the book.
    /// Errors: all that it lacks.
    pub fn read(root: &Path, folder: &Path) -> Result<Sheet, Vec<Flaw>> {
        let name = relative(root, folder).join("exercise.toml");
        let exercise = Exercise::read(folder).map_err(|e| {
            vec![Flaw::new(format!("{}: {e}", name.display()), "write it as CONTRIBUTING.md says")]
        })?;
        let mut flaws = lacking(&exercise, &name.display().to_string());
        let mut listings = |file: &str| {
            let languages = exercise.languages().into_iter();
            let read = all(languages.map(|it| Listing::read(root, &exercise, file, it)));
            let read = read.unwrap_or_else(|more| {
                flaws.extend(more);
                Vec::new()
            });
            flaws.extend(
                read.iter().flat_map(|it| measures(&it.file.display().to_string(), &it.code)),
            );
            read
        };
        let [stub, solution] = ["stub", "solution"].map(&mut listings);
        if flaws.is_empty() { Ok(Sheet { exercise, stub, solution }) } else { Err(flaws) }
    }

    /// As Markdown, whose texts mdBook renders.
    pub fn markdown(&self) -> String {
        let (address, text) = (self.exercise.address(), &self.exercise.text);
        let [first, second] = &text.hints;
        let stub = html! {
            div class="pair" data-exercise=(address) {
                (panes(&self.stub, needs::of_exercise(&self.exercise).as_deref()))
                div class="bar" { p { "Work on it: " code { "cargo book exercise " (address) } } }
            }
        };
        let solution = html! { div class="pair" { (panes(&self.solution, None)) } };
        format!(
            "\n## Exercise: {} {{ #{} .exercise }}\n\n<p class=\"grade\">{}</p>\n\n{}\n\n{}\n\n{}\n\n{}\n\n{}\n",
            text.title,
            id(&address),
            grade(&self.exercise),
            text.task.trim(),
            stub.into_string(),
            folded("answer hint", "A hint", first),
            folded("answer hint", "A second hint", second),
            folded(
                "answer wide solution",
                "A solution",
                &format!("{}\n\n{}", solution.into_string(), text.reasoning.trim())
            ),
        )
    }
}

impl Listing {
    fn read(
        root: &Path,
        exercise: &Exercise,
        name: &str,
        language: Language,
    ) -> Result<Listing, Flaw> {
        let file = exercise.file(name, language);
        let code = text(&file)?;
        Ok(Listing { language, file: relative(root, &file), code })
    }
}

/// What every exercise has and this one lacks.
fn lacking(exercise: &Exercise, name: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut lacks =
        |what: String, remedy: &str| flaws.push(Flaw::new(format!("{name}: {what}"), remedy));
    let text = &exercise.text;
    let said =
        [&text.title, &text.task, &text.hints[0], &text.hints[1], &text.reasoning, &text.stub];
    if said.into_iter().chain(text.wrong.values()).any(|text| text.trim().is_empty()) {
        lacks("a text is empty".to_owned(), "write it");
    }
    let languages = exercise.languages();
    if languages.is_empty() {
        lacks("there is no check".to_owned(), "write check.py, or check.rs, or both");
    }
    let mut there = BTreeSet::new();
    for language in languages {
        let wrong = exercise.wrong(language).unwrap_or_else(|e| {
            lacks(format!("the wrong answers cannot be read: {e}"), "make them readable");
            Vec::new()
        });
        if wrong.len() < 2 {
            let found = format!("there are {} wrong answers in {}", wrong.len(), language.name());
            lacks(found, "write two that a learner would give, below wrong/");
        }
        for answer in wrong.iter().filter(|it| !text.wrong.contains_key(*it)) {
            lacks(format!("no word on wrong/{answer}"), "say below [wrong] what its check says");
        }
        there.extend(wrong);
    }
    for answer in text.wrong.keys().filter(|it| !there.contains(*it)) {
        lacks(format!("there is no wrong/{answer}"), "write the answer, or take its line out");
    }
    flaws
}

/// What is to be done, and in which languages it can be.
fn grade(exercise: &Exercise) -> String {
    let names: Vec<_> = exercise.languages().into_iter().map(Language::name).collect();
    let what = match exercise.text.grade {
        proof::Grade::Complete => "Complete what is left out",
        proof::Grade::Repair => "Repair what is wrong",
        proof::Grade::Build => "Build the whole",
    };
    format!("{what} · {}", names.join(" or "))
}

/// Python's says what it needs that a page does not have.
fn panes(listings: &[Listing], needs: Option<&str>) -> Markup {
    html! { div class="panes" { @for one in listings { (pane(one, needs)) } } }
}

fn pane(Listing { language, file, code }: &Listing, needs: Option<&str>) -> Markup {
    let (name, class) = (language.name(), language.kind());
    let needs = needs.filter(|_| *language == Language::Python);
    let short = file.file_name().unwrap_or_default().to_string_lossy();
    html! {
        section class={ "pane " (class) } role="group" aria-label={ (name) ", " (short) } data-needs=[needs] {
            p class="lang" { (name) }
            (PreEscaped(pre(code, class, &format!("{name} listing, {short}"))))
        }
    }
}

fn folded(class: &str, summary: &str, text: &str) -> String {
    let text = text.trim();
    format!("<details class=\"{class}\"><summary>{summary}</summary>\n\n{text}\n\n</details>")
}

/// The id of an exercise on its page.
pub fn id(address: &str) -> String {
    format!("exercise-{}", address.replace('/', "-"))
}
