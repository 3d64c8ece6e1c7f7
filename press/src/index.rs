//! The two pages that are made of all others: every angle of a concept, and the phrasebook.

use maud::{Markup, PreEscaped, html};
use mdbook_markdown::pulldown_cmark::{Parser, html::push_html};
use proof::Language;

use crate::book::{Book, Page, Section};
use crate::colour;
use crate::concepts::{Concept, LEVELS};
use crate::program::{self, class};

const FILTER: &str = r#"<p class="filter" hidden><label for="filter">Filter</label> <input id="filter" type="search"> <output></output></p>"#;

/// Every concept: where it is taught, where it is seen again, its programs, its names, what differs.
pub fn angles(book: &Book, page: &Page) -> String {
    let root = root(page);
    let levels = LEVELS.iter().map(|level| {
        let rows = book.concepts.iter().filter(|row| row.level == *level);
        match rows.map(|row| angle(book, row, &root)).collect::<String>() {
            rows if rows.is_empty() => rows,
            rows => format!("\n## {level}\n\n<ol class=\"angles\">{rows}</ol>\n"),
        }
    });
    format!("{FILTER}\n{}", levels.collect::<String>())
}

fn angle(book: &Book, concept: &Concept, root: &str) -> String {
    let teaches = |section: &Section| section.teaches && section.id == concept.id;
    let taught: Vec<_> = book.sections(teaches).collect();
    let again: Vec<_> = book.sections(|section| section.angles.contains(&concept.id)).collect();
    let mut place = match &taught[..] {
        [] => format!("to be taught in <em>{}</em>", concept.chapter),
        taught => format!("taught in {}", list(root, taught)),
    };
    if !again.is_empty() {
        place += &format!("; seen again in {}", list(root, &again));
    }
    let shown = taught.iter().chain(&again);
    let programs = shown.flat_map(|(page, section)| {
        // One that is at fault is not there.
        let pairs = section.programs.iter().filter(|address| page.pair(address).is_some());
        pairs.map(|address| {
            let (page, id) = (href(root, page), program::id(address));
            format!(r##"<a href="{page}#{id}"><code>{address}</code></a>"##)
        })
    });
    let mut programs: Vec<String> = programs.collect();
    programs.dedup();
    let state = if taught.is_empty() { "untaught" } else { "taught" };
    let html = html! {
        li id={ "angle-" (concept.id) } class=(state) {
            h3 { (inline(&concept.name)) }
            p class="where" { code { (concept.id) } " is " (PreEscaped(place)) "." }
            dl {
                dt { "Python" } dd { (inline(&concept.python)) }
                dt { "Rust" } dd { (inline(&concept.rust)) }
                dt { "What differs" } dd { (inline(&concept.difference)) }
                @if !programs.is_empty() { dt { "Programs" } dd { (PreEscaped(programs.join(", "))) } }
            }
        }
    };
    html.into_string()
}

/// Links to sections.
fn list(root: &str, sections: &[(&Page, &Section)]) -> String {
    let links = sections.iter().map(|(page, section)| {
        let fragment = match section.id.as_str() {
            "" => String::new(),
            id => format!("#{id}"),
        };
        let (page, title) = (href(root, page), colour::escape(&section.title));
        format!(r#"<a href="{page}{fragment}">{title}</a>"#)
    });
    links.collect::<Vec<_>>().join(", ")
}

/// For each name of asyncio the nearest ones of Rust, each with a line that uses it, in the order of
/// their names in Python.
pub fn phrasebook(book: &Book, page: &Page) -> String {
    let concepts = book.concepts.iter();
    let mut phrases: Vec<_> =
        concepts.filter_map(|concept| Some((spans(&concept.python).next()?, concept))).collect();
    phrases.sort_by_key(|(name, _)| name.trim_start_matches("asyncio.").to_lowercase());
    let root = root(page);
    let rows = phrases.into_iter().filter_map(|(_, concept)| row(book, concept, &root));
    let rows: String = rows.collect();
    format!("{FILTER}\n\n<ol class=\"angles phrases\">{rows}</ol>\n")
}

/// None, if no program uses a name that the concept has in Python.
fn row(book: &Book, concept: &Concept, root: &str) -> Option<String> {
    let python = Phrase::of(book, concept, &concept.python, Language::Python)?;
    let rust = Phrase::of(book, concept, &concept.rust, Language::Rust);
    let html = html! {
        li id={ "phrase-" (concept.id) } class="taught" {
            h2 { (inline(&concept.python)) }
            dl {
                dt { "Python" } (python.html(Language::Python, root))
                dt { "Rust" } dd { (inline(&concept.rust)) }
                @if let Some(rust) = rust { (rust.html(Language::Rust, root)) }
                dt { "What differs" } dd { (inline(&concept.difference)) }
            }
        }
    };
    Some(html.into_string())
}

/// A line of a program that uses some of the names that were looked for.
struct Phrase<'a> {
    page: &'a Page,
    program: &'a str,
    line: &'a str,
}

impl<'a> Phrase<'a> {
    /// The line that uses the rarest of `names`, in the programs of the sections that show the concept;
    /// the first of several.
    fn of(
        book: &'a Book,
        concept: &Concept,
        names: &str,
        language: Language,
    ) -> Option<Phrase<'a>> {
        let phrases = Phrase::all(book, concept, language);
        let names: Vec<&str> = spans(names).flat_map(words).collect();
        let uses = |line: &str, name: &str| words(line).any(|word| word == name);
        let rarity = |name: &&str| {
            let lines = phrases.iter().filter(|phrase| uses(phrase.line, name));
            1.0 / lines.count() as f64
        };
        let rarities: Vec<f64> = names.iter().map(rarity).collect();
        let mut best = (0.0, None);
        for phrase in phrases {
            let used = names.iter().zip(&rarities);
            let used = used.filter(|(name, _)| uses(phrase.line, name));
            let weight: f64 = used.map(|(_, rarity)| rarity).sum();
            if weight > best.0 {
                best = (weight, Some(phrase));
            }
        }
        best.1
    }

    /// The lines of the programs of the sections that teach the concept, then of those that show it
    /// again. An import names a thing and does not use it.
    fn all(book: &'a Book, concept: &Concept, language: Language) -> Vec<Phrase<'a>> {
        let teaches = |section: &Section| section.teaches && section.id == concept.id;
        let again = |section: &Section| !teaches(section) && section.angles.contains(&concept.id);
        let sections = book.sections(teaches).chain(book.sections(again));
        let is_import = |line: &str| {
            let starts = ["import ", "from ", "use ", "#", "//"];
            starts.iter().any(|start| line.starts_with(start))
        };
        let mut phrases = Vec::new();
        for (page, section) in sections {
            for program in &section.programs {
                let panes = page.pair(program).into_iter().flat_map(|pair| &pair.panes);
                let lines = panes
                    .filter(|pane| pane.language == language)
                    .flat_map(|pane| &pane.source.shown);
                let lines = lines.map(|(_, line)| line.trim()).filter(|line| !is_import(line));
                phrases.extend(lines.map(|line| Phrase { page, program, line }));
            }
        }
        phrases
    }

    /// The line, and the program that it comes from.
    fn html(&self, language: Language, root: &str) -> Markup {
        let address = self.program;
        let (page, id) = (href(root, self.page), program::id(address));
        let line = colour::html(self.line, class(language));
        html! {
            dd { code class="line" { (PreEscaped(line)) } " " a href={ (page) "#" (id) } { (address) } }
        }
    }
}

/// What stands between backquotes.
fn spans(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split('`').skip(1).step_by(2)
}

/// The names in a piece of code; a single letter stands for any.
fn words(code: &str) -> impl Iterator<Item = &str> {
    let words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| word.len() > 1)
}

/// The way from a page to the folder of all.
pub fn root(page: &Page) -> String {
    "../".repeat(page.path.components().count() - 1)
}

/// The address of a page, as a link of Markdown from a page that is `root` deep.
pub fn href(root: &str, page: &Page) -> String {
    root.to_owned() + &page.path.to_string_lossy().replace("README.md", "index.md")
}

/// A line of Markdown as HTML, without its paragraph.
fn inline(markdown: &str) -> Markup {
    let mut html = String::new();
    push_html(&mut html, Parser::new(markdown));
    let html = html.trim().trim_start_matches("<p>").trim_end_matches("</p>");
    PreEscaped(html.replace('\n', " "))
}
