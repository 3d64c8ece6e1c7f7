//! Prints the pages: each mark becomes what mdBook is to show of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use mdbook_preprocessor::book::Book as Shelf;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use told::text::escape;

use crate::book::{Book, Page, Shown};
use crate::fault::refuse;
use crate::index::{angles, chapters, glossary, href, phrasebook, releases, root, term};
use crate::markdown::{Documented, Fence, Kind, Mark, Origin};
use crate::outline::outline;
use crate::parallel::in_parallel;
use crate::printed::Changes;
use crate::program::pre;
use crate::proofs::{self, Proof};
use crate::stage;
use crate::tracks::on_tracks;

/// The Markdown of each page for mdBook, by its path from `src`.
pub type Printed = BTreeMap<PathBuf, String>;

/// mdBook's view of this tool: `[preprocessor.press]`. It puts the printed pages in the place of those
/// that mdBook has read.
#[derive(Default)]
pub struct Press {
    /// The pages; without them, it reads the book, and refuses one with faults.
    pub printed: Option<Arc<Printed>>,
}

impl Preprocessor for Press {
    fn name(&self) -> &str {
        "press"
    }

    fn run(&self, context: &PreprocessorContext, mut shelf: Shelf) -> anyhow::Result<Shelf> {
        let printed = match &self.printed {
            Some(printed) => printed.clone(),
            None => {
                let book = Book::read(&context.root, &Changes::new());
                refuse(&book.faults)?;
                Arc::new(pages(&book))
            }
        };
        shelf.for_each_chapter_mut(|chapter| {
            if let Some(page) = chapter.source_path.as_ref().and_then(|path| printed.get(path)) {
                page.clone_into(&mut chapter.content);
            }
        });
        Ok(shelf)
    }
}

/// All pages of a book.
pub fn pages(book: &Book) -> Printed {
    let jobs = book.pages.iter().map(|page| || (page.path.clone(), print(book, page)));
    in_parallel(1, jobs.collect(), |_| {}).into_iter().collect()
}

fn print(book: &Book, page: &Page) -> String {
    let mut printed = String::new();
    let mut rest = 0;
    for (mark, shown) in &page.marks {
        // A link within a heading stands before its end.
        if let Some(replacement) = replacement(book, page, mark, shown.as_ref())
            && mark.range.start >= rest
        {
            printed.push_str(&page.text[rest..mark.range.start]);
            printed.push_str(&replacement);
            rest = mark.range.end;
        }
    }
    printed + &page.text[rest..] + &on_tracks(book, page) + &proved(book, page)
}

/// What a mark becomes; nothing where mdBook's own way is right, or where the mark is at fault.
fn replacement(book: &Book, page: &Page, mark: &Mark, shown: Option<&Shown>) -> Option<String> {
    let block = |html: String| format!("\n{html}\n");
    Some(match (&mark.kind, shown) {
        (_, Some(Shown::Question(question))) => block(question.html()),
        (_, Some(Shown::Pair(pair))) => block(pair.html()),
        (Kind::Trace(address), Some(Shown::Figure(figure))) => {
            block(figure.html(page.lists(address)))
        }
        (_, Some(Shown::Exercise(sheet))) => sheet.markdown(),
        (_, Some(Shown::Stage(figure))) => {
            block(figure.html(|stage| stage_link(book, page, stage)))
        }
        (Kind::Fence(Fence { language, origin, .. }), Some(Shown::Listing(code))) => {
            let listing = pre(code, language, &format!("{language} listing"));
            match origin {
                Origin::Refused(code) => format!(
                    r#"<figure class="wrong"><p class="label">Does not compile: {code}</p>{listing}</figure>"#
                ),
                _ => listing,
            }
        }
        (Kind::Chapters, _) => block(chapters(book, page)),
        (Kind::Term(id, written), _) => term(book, page, id, written)?,
        (Kind::Glossary, _) => glossary(book, page),
        (Kind::Angles, _) => angles(book, page),
        (Kind::Phrasebook, _) => phrasebook(book, page),
        (_, Some(Shown::Releases(all))) => releases(book, page, all),
        (_, Some(Shown::Plot(plot))) => block(plot.html()),
        (_, Some(Shown::Table(table))) => block(table.html()),
        (Kind::Measured, Some(Shown::Made(html))) => block(html.clone()),
        (_, Some(Shown::Made(words))) => words.clone(),
        (Kind::Proved(words, address), _) => match book.proofs.get(address) {
            Some(proof) => format!(
                r##"{words}<a class="proof" id="{}" href="#{}" aria-label="proof: {}">✓</a>"##,
                proofs::statement(address, statements(page, address, mark.range.end)),
                proofs::id(address),
                proof.name.replace('_', " ")
            ),
            None => words.clone(),
        },
        (Kind::Documented(Documented { words, address, version }), _) => {
            let label = escape(&format!("documented for {version}, not run here"));
            let address = escape(address);
            format!(
                r#"{words}<a class="documented" href="{address}" title="{label}" aria-label="{label}">§</a>"#
            )
        }
        (Kind::Heading(_), _) if page.text[mark.range.clone()].starts_with("# ") => {
            format!("{}\n\n{}\n\n", page.text[mark.range.clone()].trim_end(), outline(page))
        }
        (Kind::ToChapter(words, destination), _) => {
            format!("[{words}]({})", destination.replace("README.md", "index.md"))
        }
        _ => return None,
    })
}

/// A link to a stage, on the page that shows it.
fn stage_link(book: &Book, page: &Page, stage: &str) -> String {
    let mut marks = book.marks();
    let shown = marks.find(|(_, mark)| matches!(&mark.kind, Kind::Stage(name) if name == stage));
    let shown = shown.map_or_else(String::new, |(shown, _)| href(&root(page), shown));
    format!(r##"<a href="{shown}#{}"><code>{stage}</code></a>"##, stage::id(stage))
}

/// The foot of the page: the code of the tests that it names, each once, in the page's order.
fn proved(book: &Book, page: &Page) -> String {
    let mut seen = BTreeSet::new();
    let proofs = page.marks.iter().filter_map(|(mark, _)| match &mark.kind {
        Kind::Proved(_, address) if seen.insert(address) => {
            let count = statements(page, address, page.text.len());
            Some(details(address, book.proofs.get(address)?, count))
        }
        _ => None,
    });
    match proofs.collect::<String>() {
        html if html.is_empty() => html,
        html => format!("\n\n## Proofs {{ #proofs }}\n\n<div class=\"proofs\">{html}</div>\n"),
    }
}

/// How often a page states what a test proves, up to a place.
fn statements(page: &Page, address: &str, end: usize) -> usize {
    let marks = page.marks.iter().map(|(mark, _)| mark).filter(|mark| mark.range.end <= end);
    marks.filter(|mark| matches!(&mark.kind, Kind::Proved(_, it) if it == address)).count()
}

fn details(address: &str, proof: &Proof, statements: usize) -> String {
    let Proof { language, name, file, source, .. } = proof;
    let back = (1..=statements).map(|number| {
        let which = if statements == 1 { String::new() } else { format!(" {number}") };
        let id = proofs::statement(address, number);
        format!(r##" <a href="#{id}">Back to the statement{which}</a>"##)
    });
    let back: String = back.collect();
    let code = pre(source, language.kind(), &format!("the test {name}"));
    format!(
        r#"<details><summary>{}: <code>{name}</code></summary><div id="{}"><p><code>{}</code></p>{code}<p class="back">{back}</p></div></details>"#,
        language.name(),
        proofs::id(address),
        file.display()
    )
}
