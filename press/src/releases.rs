//! `{{#releases}}`: what each release of Python has changed, told by runs that came out different.
//!
//! A row is a program whose transcripts differ, a program that runs from a release on, or a proof that
//! holds on one side of it. What runs them fails where one does not differ: `Program::compare` and
//! `PythonTest::run_all`.

use maud::{Markup, PreEscaped, html};
use proof::{Chapter, Language, OLDEST, Program, RELEASES, Version};

use crate::book::{Book, Page};
use crate::fault::Flaw;
use crate::index::{href, root};
use crate::markdown::Kind;
use crate::printed::{compared, rows};
use crate::program::{self, class, pre, text};
use crate::proofs::{self, Proof, Proofs};

/// A release that has changed something, after the one before it.
#[derive(Debug)]
pub struct Release {
    versions: [Version; 2],
    programs: Vec<Changed>,
    /// The addresses of the proofs that hold on one side only.
    proofs: Vec<String>,
}

/// A program that prints something else since a release; nothing before, if it runs since then only.
#[derive(Debug)]
struct Changed {
    address: String,
    before: Option<String>,
    now: String,
}

/// The releases that have changed something, the newest first.
/// Errors: what cannot be read.
pub fn read(chapters: &[Chapter], proofs: &Proofs) -> Result<Vec<Release>, Vec<Flaw>> {
    let programs = chapters.iter().flat_map(|chapter| chapter.programs().unwrap_or_default());
    let programs = programs.filter(|program| {
        let changes = !program.older_transcripts().is_empty() || program.oldest_python() != OLDEST;
        changes && program.languages().contains(&Language::Python)
    });
    let programs: Vec<_> = programs.collect();
    let (mut releases, mut flaws) = (Vec::new(), Vec::new());
    for versions in RELEASES.array_windows().rev().copied() {
        let mut changed = Vec::new();
        for program in &programs {
            match Changed::read(program, versions) {
                Ok(one) => changed.extend(one),
                Err(flaw) => flaws.push(flaw),
            }
        }
        let is_told = |proof: &Proof| {
            let [before, now] = versions.map(|version| proof.span.holds_on(version));
            before != now
        };
        let told = proofs.iter().filter(|(_, proof)| is_told(proof));
        let proofs: Vec<_> = told.map(|(address, _)| address.clone()).collect();
        if !changed.is_empty() || !proofs.is_empty() {
            releases.push(Release { versions, programs: changed, proofs });
        }
    }
    if flaws.is_empty() { Ok(releases) } else { Err(flaws) }
}

impl Changed {
    fn read(program: &Program, versions: [Version; 2]) -> Result<Option<Changed>, Flaw> {
        let oldest = program.oldest_python();
        let printed = |version: Version| {
            let file = program.transcript(Language::Python, version);
            file.filter(|_| version >= oldest).map(|file| text(&file)).transpose()
        };
        let [before, now] = versions.map(printed);
        let (before, now) = (before?, now?);
        Ok(match now {
            // Those that do not say a release are for all that the book supports.
            Some(_) if before.is_none() && oldest == OLDEST => None,
            Some(now) if before.as_ref() != Some(&now) => {
                Some(Changed { address: program.address(), before, now })
            }
            _ => None,
        })
    }
}

/// The releases as sections of a page.
pub fn releases(book: &Book, page: &Page, releases: &[Release]) -> String {
    let sections = releases.iter().map(|release| {
        let [_, now] = release.versions;
        let programs = release.programs.iter();
        let programs = programs.map(|changed| changed.html(book, page, release.versions));
        let proofs = release.proofs.iter().filter_map(|address| proved(book, page, address));
        let rows = html! {
            ol class="angles releases" { @for row in programs.chain(proofs) { li { (row) } } }
        };
        format!("\n## Python {now} {{ #python-{}-{} }}\n\n{}\n", now.0, now.1, rows.into_string())
    });
    sections.collect()
}

impl Changed {
    fn html(&self, book: &Book, page: &Page, versions: [Version; 2]) -> Markup {
        let Changed { address, before, now } = self;
        let shown = book.pages.iter().find(|page| page.pair(address).is_some());
        let name = html! { code { (address) } };
        let name = match shown {
            Some(shown) => {
                let page = href(&root(page), shown);
                html! { a href={ (page) "#" (program::id(address)) } { (name) } }
            }
            None => name,
        };
        let [old, new] = versions;
        let Some(before) = before else {
            return html! { p { (name) " runs on " (new) " and newer, and not on " (old) "." } };
        };
        let rows = rows(before, now).unwrap_or_default();
        let rows = rows.into_iter().filter(|[before, now]| before != now).collect();
        let label = format!("{address}, {old} and {new}");
        html! { p { (name) } (compared(&versions.map(|it| format!("Python {it}")), rows, &label)) }
    }
}

/// A proof: its sentence, its code, and where it is stated.
fn proved(book: &Book, page: &Page, address: &str) -> Option<Markup> {
    let Proof { language, name, file, line, source, .. } = book.proofs.get(address)?;
    let mut sentence = name.replace('_', " ");
    for version in RELEASES {
        sentence = sentence.replace(&format!("{} {}", version.0, version.1), &version.to_string());
    }
    let code = pre(source, class(*language), &format!("the test {name}"));
    let mut marks = book.marks();
    let stated =
        marks.find(|(_, it)| matches!(&it.kind, Kind::Proved(_, stated) if stated == address));
    let stated = stated.map(|(stated, _)| {
        let page = href(&root(page), stated);
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
