//! The phrasebook: for each name of asyncio the nearest ones of Rust, each with a line that uses it.

use std::fmt::Write;

use proof::Language;

use crate::colour;
use crate::concepts::Concept;
use crate::expand::{href, inline};
use crate::programs::{self, class};
use crate::survey::{Page, Survey};

/// A line of a program that uses some of the names that were looked for.
struct Phrase<'a> {
    page: &'a Page,
    program: &'a str,
    line: String,
}

/// All phrases, in the order of their names in Python.
#[must_use]
pub fn html(survey: &Survey, root: &str) -> String {
    let mut phrases: Vec<_> = survey
        .concepts
        .iter()
        .filter_map(|concept| Some((spans(&concept.python).next()?, concept)))
        .collect();
    phrases.sort_by_key(|(name, _)| name.trim_start_matches("asyncio.").to_lowercase());
    let rows: String = phrases
        .into_iter()
        .filter_map(|(_, concept)| row(survey, concept, root))
        .collect();
    format!(
        "<p class=\"filter\" hidden><label for=\"filter\">Filter</label> <input id=\"filter\" type=\"search\"> <output></output></p>\n\n<ol class=\"angles phrases\">{rows}</ol>\n"
    )
}

/// None, if no program uses a name that the concept has in Python.
fn row(survey: &Survey, concept: &Concept, root: &str) -> Option<String> {
    let python = phrase(survey, concept, &concept.python, Language::Python)?;
    let rust = phrase(survey, concept, &concept.rust, Language::Rust);
    let mut html = format!(
        r#"<li id="phrase-{}" class="taught"><h2>{}</h2><dl>"#,
        concept.id,
        inline(&concept.python)
    );
    // Writing to a String does not fail.
    let _ = write!(
        html,
        "<dt>Python</dt>{}<dt>Rust</dt><dd>{}</dd>{}<dt>What differs</dt><dd>{}</dd></dl></li>",
        shown(&python, Language::Python, root),
        inline(&concept.rust),
        rust.map_or_else(String::new, |rust| shown(&rust, Language::Rust, root)),
        inline(&concept.difference)
    );
    Some(html)
}

/// The line, and the program that it comes from.
fn shown(phrase: &Phrase<'_>, language: Language, root: &str) -> String {
    let address = phrase.program;
    format!(
        r##"<dd><code class="line">{}</code> <a href="{}#{}">{address}</a></dd>"##,
        colour::html(&phrase.line, class(language)),
        href(root, phrase.page),
        programs::id(address),
    )
}

/// The line that uses the rarest of `names`, in the programs of the sections that show the concept; the
/// first of several.
fn phrase<'a>(
    survey: &'a Survey,
    concept: &Concept,
    names: &str,
    language: Language,
) -> Option<Phrase<'a>> {
    let lines = lines(survey, concept, language);
    let names: Vec<&str> = spans(names).flat_map(words).collect();
    let uses = |line: &str, name: &str| words(line).any(|word| word == name);
    let rarity = |name: &str| {
        let lines = lines.iter().filter(|phrase| uses(&phrase.line, name));
        1.0 / lines.count() as f64
    };
    let rarities: Vec<f64> = names.iter().map(|name| rarity(name)).collect();
    let mut best = (0.0, None);
    for phrase in lines {
        let used = names.iter().zip(&rarities);
        let used = used.filter(|(name, _)| uses(&phrase.line, name));
        let weight: f64 = used.map(|(_, rarity)| rarity).sum();
        if weight > best.0 {
            best = (weight, Some(phrase));
        }
    }
    best.1
}

/// The lines of the programs of the sections that show the concept.
fn lines<'a>(survey: &'a Survey, concept: &Concept, language: Language) -> Vec<Phrase<'a>> {
    let mut lines = Vec::new();
    for (page, program) in survey.programs_of(concept) {
        let found = survey.program(program);
        let listing = found.and_then(|found| programs::listing(&found, language).ok());
        for line in listing
            .unwrap_or_default()
            .lines()
            .filter(|line| is_phrase(line))
        {
            let line = line.trim().to_owned();
            lines.push(Phrase {
                page,
                program,
                line,
            });
        }
    }
    lines
}

/// An import names a thing and does not use it.
fn is_phrase(line: &str) -> bool {
    let line = line.trim_start();
    !["import ", "from ", "use ", "#", "//"]
        .iter()
        .any(|start| line.starts_with(start))
}

/// What stands between backquotes.
fn spans(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split('`').skip(1).step_by(2)
}

/// The names in a piece of code; a single letter stands for any.
fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| word.len() > 1)
}
