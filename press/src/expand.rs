//! The preprocessor: turns the book's notations into what mdBook prints.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use mdbook_markdown::pulldown_cmark::{Parser, html::push_html};
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::build::refuse;
use crate::colour::escape;
use crate::concepts::{Concept, LEVELS};
use crate::notation::{Kind, Mark, marks};
use crate::phrasebook;
use crate::programs::{self, class, pre};
use crate::stages;
use crate::survey::{Page, Section, Survey};
use crate::trace;

/// mdBook's view of this tool: `[preprocessor.press]`. It runs after `links`, so that included
/// listings are coloured too. It reads the book, and refuses one with faults.
#[derive(Debug, Clone, Default)]
pub struct Press {
    survey: Option<Arc<Survey>>,
}

impl Press {
    /// For a book that was read already: expands what can be expanded of it, faults or not.
    #[must_use]
    pub fn of(survey: &Arc<Survey>) -> Press {
        Press {
            survey: Some(survey.clone()),
        }
    }
}

impl Preprocessor for Press {
    fn name(&self) -> &str {
        "press"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> anyhow::Result<Book> {
        let survey = match &self.survey {
            Some(survey) => survey.clone(),
            None => {
                let survey = Survey::of(&context.root);
                refuse(&survey.faults)?;
                Arc::new(survey)
            }
        };
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item
                && let Some(path) = &chapter.source_path
            {
                chapter.content = page(&survey, path, &chapter.content);
            }
        });
        Ok(book)
    }
}

/// A page's Markdown with its notations expanded.
fn page(survey: &Survey, path: &Path, text: &str) -> String {
    let mut expanded = text.to_owned();
    let mut proofs: BTreeMap<usize, String> = BTreeMap::new();
    for mark in marks(text).into_iter().rev() {
        let start = mark.range.start;
        if let Some((replacement, address)) = replace(survey, path, text, &mark) {
            expanded.replace_range(mark.range, &replacement);
            proofs.extend(address.map(|address| (start, address)));
        }
    }
    expanded + &proved(survey, proofs.into_values())
}

/// What a mark becomes, and the proof that it names; nothing where mdBook's own way is right.
fn replace(
    survey: &Survey,
    path: &Path,
    text: &str,
    mark: &Mark,
) -> Option<(String, Option<String>)> {
    match &mark.kind {
        Kind::Notation { name, words } => match (name.as_str(), &words[..]) {
            ("program", [address, how @ ..]) => {
                let program = survey.program(address)?;
                let html = programs::html(&survey.root, &program, how == ["predict"]);
                Some((format!("\n{html}\n"), None))
            }
            ("trace", [address]) => {
                let program = survey.program(address)?;
                let html = trace::html(&program, shows(survey, path, address));
                Some((format!("\n{html}\n"), None))
            }
            ("stage", [name]) => Some((format!("\n{}\n", stage(survey, path, name)), None)),
            ("angles", []) => Some((angles(survey, path), None)),
            ("phrasebook", []) => Some((phrasebook::html(survey, &root(path)), None)),
            _ => None,
        },
        Kind::Fence { info, body } => Some((fence(info, &text[body.clone()]), None)),
        Kind::Link {
            text: words,
            destination,
        } => {
            let words = &text[words.clone()];
            if let Some(address) = destination.strip_prefix("test:") {
                if !survey.proofs.contains_key(address) {
                    return Some((words.to_owned(), None));
                }
                let sentence = address
                    .rsplit("::")
                    .next()
                    .unwrap_or(address)
                    .replace('_', " ");
                let id = proof_id(address);
                let tick = format!(
                    r##"{words}<a class="proof" href="#{id}" aria-label="proof: {sentence}">✓</a>"##
                );
                Some((tick, Some(address.to_owned())))
            } else if let Some(address) = destination.strip_prefix("docs:") {
                let address = escape(address);
                let sign = format!(
                    r#"{words}<a class="documented" href="{address}" aria-label="documented, not run here">§</a>"#
                );
                Some((sign, None))
            } else if destination.contains("README.md") && !destination.contains(':') {
                let destination = destination.replace("README.md", "index.md");
                Some((format!("[{words}]({destination})"), None))
            } else {
                None
            }
        }
        Kind::Heading { .. } => None,
    }
}

/// Whether a page shows the program.
fn shows(survey: &Survey, path: &Path, address: &String) -> bool {
    let page = survey.pages.iter().find(|page| page.path == path);
    let sections = page.into_iter().flat_map(|page| &page.sections);
    sections
        .into_iter()
        .any(|section| section.programs.contains(address))
}

/// A stage of the event loop, with a link to the page that shows the one before.
fn stage(survey: &Survey, path: &Path, name: &str) -> String {
    let stage = survey.stages.get(name).and_then(|all| all.first());
    let before = stage.and_then(|stage| stage.after.as_ref()).map(|after| {
        let shows = |page: &&Page| page.stages.contains(after);
        let page = survey.pages.iter().find(shows);
        let page = page.map_or_else(String::new, |page| href(&root(path), page));
        let id = stages::id(after);
        format!(r##"<a href="{page}#{id}"><code>{after}</code></a>"##)
    });
    stages::html(&survey.stages, name, before.as_deref())
}

fn fence(info: &str, code: &str) -> String {
    let mut words = info.split(',');
    let language = words.next().unwrap_or_default();
    let listing = pre(code, language, &format!("{language} listing"));
    match words.find_map(|word| word.trim().strip_prefix("error=")) {
        Some(error) => format!(
            r#"<figure class="wrong"><p class="label">Does not compile: {error}</p>{listing}</figure>"#
        ),
        None => listing,
    }
}

fn proof_id(address: &str) -> String {
    format!("proof-{}", address.replace("::", "-").replace('/', "-"))
}

/// The foot of the page: the code of the tests that it names, each once, in the page's order.
fn proved(survey: &Survey, addresses: impl Iterator<Item = String>) -> String {
    let mut seen = Vec::new();
    let mut html = String::new();
    for address in addresses {
        if seen.contains(&address) {
            continue;
        }
        if let Some(proof) = survey.proofs.get(&address) {
            let language = proof.language.name();
            let code = pre(
                &proof.source,
                class(proof.language),
                &format!("the test {}", proof.name),
            );
            // Writing to a String does not fail.
            let _ = write!(
                html,
                r#"<details><summary>{language}: <code>{}</code></summary><div id="{}"><p><code>{}</code></p>{code}</div></details>"#,
                proof.name,
                proof_id(&address),
                proof.file.display()
            );
        }
        seen.push(address);
    }
    if html.is_empty() {
        return html;
    }
    format!("\n\n## Proofs {{ #proofs }}\n\n<div class=\"proofs\">{html}</div>\n")
}

/// Every concept: where it is taught, where it is seen again, its programs, its names, what differs.
fn angles(survey: &Survey, path: &Path) -> String {
    let mut markdown = String::from(
        "<p class=\"filter\" hidden><label for=\"filter\">Filter</label> <input id=\"filter\" type=\"search\"> <output></output></p>\n",
    );
    let root = root(path);
    for level in LEVELS {
        let rows: Vec<_> = survey
            .concepts
            .iter()
            .filter(|row| row.level == level)
            .collect();
        if rows.is_empty() {
            continue;
        }
        let rows: String = rows
            .into_iter()
            .map(|row| angle(survey, row, &root))
            .collect();
        // Writing to a String does not fail.
        let _ = write!(
            markdown,
            "\n## {level}\n\n<ol class=\"angles\">{rows}</ol>\n"
        );
    }
    markdown
}

fn angle(survey: &Survey, concept: &Concept, root: &str) -> String {
    let sections = |wanted: &dyn Fn(&Section) -> bool| -> Vec<(&Page, &Section)> {
        let sections = survey.pages.iter().flat_map(|page| {
            let sections = page.sections.iter();
            sections.map(move |section| (page, section))
        });
        sections.filter(|(_, section)| wanted(section)).collect()
    };
    let taught = sections(&|section| section.teaches && section.id == concept.id);
    let again = sections(&|section| section.angles.contains(&concept.id));
    let link = |(page, section): &(&Page, &Section)| {
        let page = href(root, page);
        let fragment = match section.id.as_str() {
            "" => String::new(),
            id => format!("#{id}"),
        };
        let title = escape(&section.title);
        format!(r#"<a href="{page}{fragment}">{title}</a>"#)
    };
    let list = |sections: &[(&Page, &Section)]| {
        let links: Vec<_> = sections.iter().map(link).collect();
        links.join(", ")
    };
    let mut place = match &taught[..] {
        [] => format!("to be taught in <em>{}</em>", concept.chapter),
        taught => format!("taught in {}", list(taught)),
    };
    if !again.is_empty() {
        place.push_str("; seen again in ");
        place.push_str(&list(&again));
    }
    let shown = taught.iter().chain(&again);
    let mut programs = Vec::new();
    for (page, address) in shown
        .flat_map(|(page, section)| section.programs.iter().map(move |address| (page, address)))
    {
        let page = href(root, page);
        let id = programs::id(address);
        programs.push(format!(
            r##"<a href="{page}#{id}"><code>{address}</code></a>"##
        ));
    }
    programs.dedup();
    let programs = match programs.join(", ") {
        programs if programs.is_empty() => programs,
        programs => format!("<dt>Programs</dt><dd>{programs}</dd>"),
    };
    format!(
        r#"<li id="angle-{}" class="{}"><h3>{}</h3><p class="where"><code>{0}</code> is {place}.</p><dl><dt>Python</dt><dd>{}</dd><dt>Rust</dt><dd>{}</dd><dt>What differs</dt><dd>{}</dd>{programs}</dl></li>"#,
        concept.id,
        if taught.is_empty() {
            "untaught"
        } else {
            "taught"
        },
        inline(&concept.name),
        inline(&concept.python),
        inline(&concept.rust),
        inline(&concept.difference),
    )
}

/// The way from a page to the folder of all.
fn root(path: &Path) -> String {
    "../".repeat(path.components().count() - 1)
}

/// The address of a page, as a link of Markdown from a page that is `root` deep.
pub(crate) fn href(root: &str, page: &Page) -> String {
    root.to_owned() + &page.path.to_string_lossy().replace("README.md", "index.md")
}

/// A line of Markdown as HTML, without its paragraph.
pub(crate) fn inline(markdown: &str) -> String {
    let mut html = String::new();
    push_html(&mut html, Parser::new(markdown));
    let html = html
        .trim()
        .trim_start_matches("<p>")
        .trim_end_matches("</p>");
    html.replace('\n', " ")
}
