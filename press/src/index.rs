//! The pages that are made of all others: every angle of a concept, the phrasebook, and what each release of
//! Python has changed.

use maud::{Markup, PreEscaped, html};
use mdbook_markdown::pulldown_cmark::{Parser, html::push_html};
use proof::{Language, RELEASES, Version};
use told::text::escape;

use crate::book::{Book, Page, Section};
use crate::colour;
use crate::concepts::{Concept, LEVELS};
use crate::glossary::Term;
use crate::markdown::Kind;
use crate::printed::{compared, rows};
use crate::program::{self, pre};
use crate::proofs::{self, Proof};
use crate::releases::{Changed, Release};

/// How many lines of two transcripts are shown beside each other, and not those alone that differ.
const WHOLE: usize = 4;

const FILTER: &str = r#"<p class="filter" hidden><label for="filter">Filter</label> <input id="filter" type="search"> <output></output></p>"#;

/// The chapters of each part, with what their readers can do afterwards.
pub fn chapters(book: &Book, page: &Page) -> String {
    let root = root(page);
    let table = html! {
        div.table-wrapper { table class="chapters" {
            thead { tr { th { "chapter" } th { "pages" } th { "what it gives you" } } }
            @for part in &book.parts {
                tbody {
                    tr { th colspan="3" scope="rowgroup" { (part.title) } }
                    @for link in &part.chapters {
                        @if let Some(first) = book.first_page(link) {
                            tr {
                                td { a href=(href(&root, first)) { (inline(&link.name)) } }
                                td { (link.nested_items.len() + 1) }
                                td { (inline(first.note().unwrap_or_default())) }
                            }
                        }
                    }
                }
            }
        } }
    };
    table.into_string()
}

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
    let [taught, again] = shown(book, concept);
    let link = |page: &Page, id: &str, words: &str| {
        let (page, hash) = (href(root, page), if id.is_empty() { "" } else { "#" });
        format!(r#"<a href="{page}{hash}{id}">{words}</a>"#)
    };
    let places = |sections: &[(&Page, &Section)]| {
        let links = sections.iter().map(|(page, it)| link(page, &it.id, &escape(&it.title)));
        PreEscaped(links.collect::<Vec<_>>().join(", "))
    };
    // One that is at fault is not there.
    let programs = taught.iter().chain(&again).flat_map(|(page, section)| {
        let there = section.programs.iter().filter(|address| page.pair(address).is_some());
        there.map(|it| link(page, &program::id(it), &format!("<code>{it}</code>")))
    });
    let mut programs: Vec<String> = programs.collect();
    programs.dedup();
    let html = html! {
        li id={ "angle-" (concept.id) } class=(if taught.is_empty() { "untaught" } else { "taught" }) {
            h3 { (inline(&concept.name)) }
            p class="where" {
                code { (concept.id) } " is "
                @if taught.is_empty() { "to be taught in " em { (PreEscaped(&concept.chapter)) } }
                @else { "taught in " (places(&taught)) }
                @if !again.is_empty() { "; seen again in " (places(&again)) }
                "."
            }
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

/// The sections that teach a concept, and the others that show it.
fn shown<'a>(book: &'a Book, concept: &Concept) -> [Vec<(&'a Page, &'a Section)>; 2] {
    let teaches = |section: &Section| section.teaches && section.id == concept.id;
    let again = |section: &Section| !teaches(section) && section.angles.contains(&concept.id);
    [book.sections(teaches).collect(), book.sections(again).collect()]
}

/// For each name of asyncio the nearest ones of Rust, each with a line that uses it, in the order of
/// their names in Python. A concept whose Python no program uses is left out.
pub fn phrasebook(book: &Book, page: &Page) -> String {
    let root = root(page);
    let mut concepts: Vec<_> = book.concepts.iter().collect();
    concepts.sort_by_key(|concept| {
        let name = spans(&concept.python).next().unwrap_or_default();
        name.trim_start_matches("asyncio.").to_lowercase()
    });
    let phrases = concepts.into_iter().filter_map(|concept| {
        let python = phrase(book, concept, Language::Python, &root)?;
        let rust = phrase(book, concept, Language::Rust, &root);
        Some(html! {
            li id={ "phrase-" (concept.id) } class="taught" {
                h2 { (inline(&concept.python)) }
                dl {
                    dt { "Python" } (python)
                    dt { "Rust" } dd { (inline(&concept.rust)) } (rust.unwrap_or_default())
                    dt { "What differs" } dd { (inline(&concept.difference)) }
                }
            }
        })
    });
    let phrases = html! { @for phrase in phrases { (phrase) } }.into_string();
    format!("{FILTER}\n\n<ol class=\"angles phrases\">{phrases}</ol>\n")
}

/// The line that uses the rarest of a concept's names in the programs of the sections that show it, and
/// the program that it comes from; the first of several. An import names a thing and does not use it.
fn phrase(book: &Book, concept: &Concept, language: Language, root: &str) -> Option<Markup> {
    let is_import = |line: &str| {
        ["import ", "from ", "use ", "#", "//"].iter().any(|start| line.starts_with(start))
    };
    let sections = shown(book, concept).into_iter().flatten();
    let programs = sections
        .flat_map(|(page, section)| section.programs.iter().map(move |program| (page, program)));
    let lines = programs.flat_map(|(page, program)| {
        let panes = page.pair(program).into_iter().flat_map(|pair| &pair.panes);
        let panes = panes.filter(|pane| pane.language == language);
        let lines = panes.flat_map(|pane| &pane.source.shown).map(|(_, line)| line.trim());
        lines.filter(|line| !is_import(line)).map(move |line| (page, program, line))
    });
    let lines: Vec<_> = lines.collect();
    let uses = |line: &str, name: &str| words(line).any(|word| word == name);
    let names = match language {
        Language::Python => &concept.python,
        Language::Rust => &concept.rust,
    };
    let names = spans(names).flat_map(words).map(|name| {
        let users = lines.iter().filter(|(_, _, line)| uses(line, name)).count();
        (name, 1.0 / users as f64)
    });
    let names: Vec<(&str, f64)> = names.collect();
    let weighed = lines.iter().rev().map(|(page, program, line)| {
        let used = names.iter().filter(|(name, _)| uses(line, name));
        (used.map(|(_, rarity)| rarity).sum::<f64>(), page, program, line)
    });
    let (_, page, program, line) =
        weighed.filter(|(weight, ..)| *weight > 0.0).max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(html! {
        dd {
            code class="line" { (PreEscaped(colour::html(line, language.kind()))) } " "
            a href={ (href(root, page)) "#" (program::id(program)) } { (program) }
        }
    })
}

/// The first use of a term on a page: a link to its entry, which a script shows beside it.
pub fn term(book: &Book, page: &Page, id: &str, written: &str) -> Option<String> {
    let term = book.glossary.term(id)?;
    let entry = format!("{}#{id}", href(&root(page), book.glossary_page()?));
    let html = html! {
        a class="term" href=(entry) aria-describedby={ "tip-" (id) } { (written) }
        span class="tip" id={ "tip-" (id) } role="tooltip" hidden { (inline(&term.meaning)) }
    };
    Some(html.into_string())
}

/// All terms, in the order of the alphabet.
pub fn glossary(book: &Book, page: &Page) -> String {
    let root = root(page);
    let mut terms: Vec<_> = book.glossary.terms.iter().collect();
    terms.sort_by_key(|term| term.name.to_lowercase());
    let entries = html! { @for term in terms { (entry(book, term, &root)) } }.into_string();
    format!("{FILTER}\n\n<ol class=\"angles phrases\">{entries}</ol>\n")
}

fn entry(book: &Book, term: &Term, root: &str) -> Markup {
    let line = shown_line(book, term, root);
    let teaches = |section: &Section| section.teaches && term.concept.as_ref() == Some(&section.id);
    let taught = book.sections(teaches).next();
    html! {
        li id=(term.id()) class="taught" {
            h2 { (term.name) }
            p { (inline(&term.meaning)) }
            dl {
                dt { "Python" } dd { (inline(&term.python)) }
                dt { "Rust" } dd { (inline(&term.rust)) }
                @if let Some(loops) = &term.loops { dt { "Other loops" } dd { (inline(loops)) } }
                dt { "A line" } dd { (line) }
                @if let Some((page, section)) = taught {
                    dt { "Explained in" }
                    dd { a href={ (href(root, page)) "#" (section.id) } { (section.title) } }
                }
            }
        }
    }
}

/// The line of its program, in colour, with the way to the page that shows the program.
fn shown_line(book: &Book, term: &Term, root: &str) -> Markup {
    let Term { program, line, .. } = term;
    let shown = book.pages.iter().find_map(|page| Some((page, page.pair(program)?)));
    let of_line = shown.and_then(|(_, pair)| {
        let has = |lines: &[(usize, String)]| lines.iter().any(|(_, it)| it.trim() == line);
        pair.panes.iter().find(|pane| has(&pane.source.shown))
    });
    let language = of_line.map_or(Language::Python, |pane| pane.language);
    html! {
        code class="line" { (PreEscaped(colour::html(line, language.kind()))) } " "
        @match shown {
            Some((page, _)) => a href={ (href(root, page)) "#" (program::id(program)) } { (program) },
            None => code { (program) },
        }
    }
}

/// The releases as sections of a page.
pub fn releases(book: &Book, page: &Page, releases: &[Release]) -> String {
    let root = root(page);
    let sections = releases.iter().map(|release| {
        let [_, now] = release.versions;
        let programs = release.programs.iter();
        let programs = programs.map(|program| changed(book, program, release.versions, &root));
        let proofs = release.proofs.iter().filter_map(|address| proved(book, address, &root));
        let rows = html! {
            ol class="angles releases" { @for row in programs.chain(proofs) { li { (row) } } }
        };
        format!("\n## Python {now} {{ #python-{}-{} }}\n\n{}\n", now.0, now.1, rows.into_string())
    });
    sections.collect()
}

/// A program by the section that shows it, and its two transcripts: whole, if they are short.
fn changed(book: &Book, changed: &Changed, versions: [Version; 2], root: &str) -> Markup {
    let Changed { address, before, now } = changed;
    let name = match book.sections(|section| section.programs.contains(address)).next() {
        Some((shown, section)) => {
            let page = href(root, shown);
            html! { a href={ (page) "#" (program::id(address)) } { (section.title) } " " code { (address) } }
        }
        None => html! { code { (address) } },
    };
    let [old, new] = versions;
    let Some(before) = before else {
        return html! { p { (name) " runs on " (new) " and newer, and not on " (old) "." } };
    };
    let mut rows = rows(before, now).unwrap_or_default();
    if rows.len() > WHOLE {
        rows.retain(|[before, now]| before != now);
    }
    let names = versions.map(|version| format!("Python {version}"));
    html! { p { (name) } (compared(&names, rows, &format!("{address}, {old} and {new}"))) }
}

/// A proof: its sentence, its code, and where it is stated.
fn proved(book: &Book, address: &str, root: &str) -> Option<Markup> {
    let Proof { language, name, file, line, source, .. } = book.proofs.get(address)?;
    let mut sentence = name.replace('_', " ");
    for version in RELEASES {
        sentence = sentence.replace(&format!("{} {}", version.0, version.1), &version.to_string());
    }
    let code = pre(source, language.kind(), &format!("the test {name}"));
    let mut marks = book.marks();
    let stated =
        marks.find(|(_, it)| matches!(&it.kind, Kind::Proved(_, stated) if stated == address));
    let stated = stated.map(|(stated, _)| {
        let page = href(root, stated);
        html! { " · " a href={ (page) "#" (proofs::id(address)) } { "where it is stated" } }
    });
    Some(html! {
        details {
            summary { (sentence) }
            p { code { (file.display()) ":" (line) } (stated.unwrap_or_default()) }
            (PreEscaped(code))
        }
    })
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
