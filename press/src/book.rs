//! Reads the book as its authors wrote it, with all that its pages show, and finds what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_driver::config::Config;
use mdbook_preprocessor::book::{self, Book as Shelf, BookItem};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use mdbook_summary::{Summary, SummaryItem, parse_summary};
use proof::{Chapter, Language, Program};

use crate::concepts::{self, Concept};
use crate::fault::{Fault, Flaw, line_at};
use crate::figure::Figure;
use crate::markdown::{self, Fence, Kind, Mark, Origin};
use crate::printed::Changes;
use crate::program::{Pair, measures, relative};
use crate::proofs::{self, Proofs};
use crate::stage::{self, StageFigure, Stages};

/// How many statements of the book may be documented only.
const DOCUMENTED: usize = 10;

/// The book, read.
#[derive(Debug)]
pub struct Book {
    /// The folder of book.toml.
    pub root: PathBuf,
    /// The pages, in the order of SUMMARY.md.
    pub pages: Vec<Page>,
    /// The concept map.
    pub concepts: Vec<Concept>,
    /// The tests that statements can link to, by address.
    pub proofs: Proofs,
    /// The folders of `examples`.
    pub chapters: Vec<Chapter>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// A page, with all that it shows.
#[derive(Debug)]
pub struct Page {
    /// Where it is, from `src`.
    pub path: PathBuf,
    /// Its Markdown.
    pub text: String,
    /// What the press has to do with, in order, and what of it is shown.
    pub marks: Vec<(Mark, Option<Shown>)>,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// What a mark shows, read whole.
#[derive(Debug)]
pub enum Shown {
    /// A program.
    Pair(Pair),
    /// Recorded runs.
    Figure(Figure),
    /// A stage of the loop.
    Stage(StageFigure),
    /// The code of a fence.
    Listing(String),
}

/// A heading and what stands below it.
#[derive(Debug)]
pub struct Section {
    /// The id that the heading gives, or nothing.
    pub id: String,
    /// The heading's text.
    pub title: String,
    /// The heading's line.
    pub line: usize,
    /// Whether it teaches the concept of that id.
    pub teaches: bool,
    /// The concepts that it shows again.
    pub angles: Vec<String>,
    /// The addresses of its programs.
    pub programs: Vec<String>,
}

impl Section {
    /// Whether it teaches a concept or shows it again.
    pub fn shows(&self, concept: &str) -> bool {
        self.teaches && self.id == concept || self.angles.iter().any(|id| id == concept)
    }
}

impl Page {
    /// Where it is, from the book's root.
    pub fn file(&self) -> PathBuf {
        Path::new("src").join(&self.path)
    }

    /// The programs that it shows.
    pub fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.marks.iter().filter_map(|(_, shown)| match shown {
            Some(Shown::Pair(pair)) => Some(pair),
            _ => None,
        })
    }

    /// The program of that address, if it shows it.
    pub fn pair(&self, address: &str) -> Option<&Pair> {
        self.pairs().find(|pair| pair.address == address)
    }

    /// The stages that it shows.
    pub fn stages(&self) -> impl Iterator<Item = &StageFigure> {
        self.marks.iter().filter_map(|(_, shown)| match shown {
            Some(Shown::Stage(stage)) => Some(stage),
            _ => None,
        })
    }
}

impl Book {
    /// Reads the book at `root`, and shows what programs do that were changed since they were recorded.
    pub fn read(root: &Path, changes: &Changes) -> Book {
        let mut faults = Vec::new();
        let concepts = concepts::read(root).unwrap_or_else(|fault| {
            faults.push(fault);
            Vec::new()
        });
        let chapters = Chapter::all(&root.join("examples")).unwrap_or_else(|e| {
            let flaw = Flaw::new(e.to_string(), "make the folder readable");
            faults.push(flaw.at(Path::new("examples"), 0));
            Vec::new()
        });
        let proofs = proofs::read(root, &chapters, &mut faults);
        let stages = stage::read(root, &chapters, &mut faults);
        let mut book =
            Book { root: root.to_owned(), pages: Vec::new(), concepts, proofs, chapters, faults };
        book.read_pages(&stages, changes);
        book.check_programs();
        book.check_stages(&stages);
        book.check_concepts();
        book.check_documented();
        book.faults.sort();
        book.faults.dedup();
        book
    }

    /// The program of that address, if its chapter exists.
    pub fn program(&self, address: &str) -> Option<Program> {
        let (slug, name) = address.split_once('/')?;
        let chapter = self.chapters.iter().find(|chapter| chapter.slug() == slug)?;
        Some(chapter.program(name))
    }

    /// The sections that teach a concept, or those that show it again, each with its page.
    pub fn sections<'a>(
        &'a self,
        wanted: impl Fn(&Section) -> bool,
    ) -> impl Iterator<Item = (&'a Page, &'a Section)> {
        let sections =
            self.pages.iter().flat_map(|page| page.sections.iter().map(move |one| (page, one)));
        sections.filter(move |(_, section)| wanted(section))
    }

    fn fault(&mut self, file: &Path, line: usize, found: String, remedy: &str) {
        self.faults.push(Flaw::new(found, remedy).at(file, line));
    }

    fn read_pages(&mut self, stages: &Stages, changes: &Changes) {
        let file = Path::new("src/SUMMARY.md");
        let Some(text) = self.text(file) else { return };
        let summary = match parse_summary(&text) {
            Ok(summary) => summary,
            Err(e) => {
                let remedy = "write it as mdBook's guide says: a list of links";
                return self.fault(file, 0, format!("{e:#}"), remedy);
            }
        };
        let remedy = "write the page, or take the line out";
        for (name, path) in links(&summary) {
            let Some(path) = path else {
                let line = line_of(&text, &format!("[{name}]"));
                self.fault(file, line, format!("`{name}` is a draft: it has no file"), remedy);
                continue;
            };
            let page = Path::new("src").join(&path);
            if !self.root.join(&page).is_file() {
                let line = line_of(&text, &format!("({})", path.display()));
                self.fault(file, line, format!("there is no {}", page.display()), remedy);
            } else if let Some(text) = self.text(&page) {
                let page = self.page(path, text, stages, changes);
                self.pages.push(page);
            }
        }
    }

    fn text(&mut self, file: &Path) -> Option<String> {
        match fs::read(self.root.join(file)).map(String::from_utf8) {
            Ok(Ok(text)) => return Some(text.replace("\r\n", "\n")),
            Ok(Err(e)) => {
                let valid = e.utf8_error().valid_up_to();
                let line = line_at(&String::from_utf8_lossy(e.as_bytes()), valid);
                let found = format!("byte {} is not UTF-8", valid + 1);
                self.fault(file, line, found, "save the file as UTF-8");
            }
            Err(e) => self.fault(file, 0, e.to_string(), "make the file readable"),
        }
        None
    }

    fn page(&mut self, path: PathBuf, text: String, stages: &Stages, changes: &Changes) -> Page {
        let file = Path::new("src").join(&path);
        let mut marks = Vec::new();
        for mark in markdown::read(&text) {
            let shown = self.shown(&file, &mark.kind, stages, changes);
            let shown = shown.unwrap_or_else(|flaws| {
                let faults = flaws.into_iter().map(|flaw| flaw.at(&file, mark.line));
                self.faults.extend(faults);
                None
            });
            marks.push((mark, shown));
        }
        for (line, words) in (1..).zip(text.lines()) {
            if let Some(word) = ["TODO", "FIXME"].into_iter().find(|word| words.contains(word)) {
                let found = format!("{word} is left in the text");
                self.fault(&file, line, found, "do it, or take it out");
            }
        }
        let sections = sections(marks.iter().map(|(mark, _)| mark));
        Page { path, text, marks, sections }
    }

    /// What a mark shows, or all that is wrong with it.
    fn shown(
        &self,
        file: &Path,
        kind: &Kind,
        stages: &Stages,
        changes: &Changes,
    ) -> Result<Option<Shown>, Vec<Flaw>> {
        let program = |address: &str| {
            let found = || format!("there is no program `{address}`");
            let remedy = "write <chapter>/<name>, where examples/<chapter> exists";
            self.program(address).ok_or_else(|| vec![Flaw::new(found(), remedy)])
        };
        Ok(match kind {
            Kind::Program(address, manner) => {
                let program = program(address)?;
                Some(Shown::Pair(Pair::read(&self.root, &program, *manner, changes)?))
            }
            Kind::Trace(address) => {
                Some(Shown::Figure(Figure::read(&self.root, &program(address)?, changes)?))
            }
            Kind::Stage(name) => Some(Shown::Stage(StageFigure::read(stages, name)?)),
            Kind::Fence(fence) => Some(Shown::Listing(self.listing(file, fence)?)),
            Kind::Proved(_, address) if !self.proofs.contains_key(address) => {
                let remedy = "write it below examples/<chapter>/tests: `<chapter>::name` is a Rust \
                    #[test], `<chapter>/python::name` a method test_name";
                return Err(vec![Flaw::new(format!("there is no test `{address}`"), remedy)]);
            }
            Kind::Unknown(written, remedy) => {
                let found = format!("`{{{{#{written}}}}}` is no notation");
                return Err(vec![Flaw::new(found, *remedy)]);
            }
            _ => None,
        })
    }

    /// The code that a fence shows.
    fn listing(&self, file: &Path, fence: &Fence) -> Result<String, Vec<Flaw>> {
        let Fence { language, body, origin } = fence;
        match origin {
            Origin::File => included(&self.root, file, body.trim()),
            Origin::Page if matches!(&**language, "rust" | "rs" | "python" | "py") => {
                let found = format!("a fence of {language} that comes from no file");
                let remedy = "make it a program and write {{#program <chapter>/<name>}}, or mark it \
                    rust,signature or rust,error=E0382";
                Err(vec![Flaw::new(found, remedy)])
            }
            _ => Ok(body.clone()),
        }
    }

    /// Cargo puts the programs of all chapters into one folder; and what is recorded, a program prints.
    fn check_programs(&mut self) {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for chapter in self.chapters.clone() {
            let programs = chapter.programs().unwrap_or_else(|e| {
                let folder = relative(&self.root, &chapter.folder);
                self.fault(&folder, 0, e.to_string(), "make the folder readable");
                Vec::new()
            });
            for program in programs {
                let file = program.file(Language::Rust);
                if let Some(first) = seen.get(&program.name)
                    && file.is_file()
                {
                    let found = format!("{first} has a program of this name");
                    self.fault(&relative(&self.root, &file), 0, found, "rename one of them");
                }
                let languages = program.languages();
                for (file, language) in program.recorded_files() {
                    if languages.is_empty() || language.is_some_and(|it| !languages.contains(&it)) {
                        let found = "no program prints this".to_owned();
                        let remedy = format!(
                            "write the program `{}`, or delete the file",
                            program.address()
                        );
                        self.fault(&relative(&self.root, &file), 0, found, &remedy);
                    }
                }
                seen.insert(program.name.clone(), chapter.slug());
            }
        }
    }

    /// Every stage is part of the way that the pages tell.
    fn check_stages(&mut self, stages: &Stages) {
        let shown = self.pages.iter().flat_map(|page| &page.marks);
        let shown: BTreeSet<&str> = shown
            .filter_map(|(mark, _)| match &mark.kind {
                Kind::Stage(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let unseen = stages.iter().filter(|(name, _)| !shown.contains(name.as_str()));
        let faults = unseen.flat_map(|(name, all)| {
            all.iter().map(move |stage| {
                let remedy = format!("write {{{{#stage {name}}}}} on a page, or take the file out");
                Flaw::new(format!("no page shows the stage `{name}`"), remedy).at(&stage.file, 0)
            })
        });
        self.faults.extend(faults.collect::<Vec<_>>());
    }

    fn check_concepts(&mut self) {
        let mut taught: BTreeMap<&str, String> = BTreeMap::new();
        let mut faults = Vec::new();
        for (page, section) in self.sections(|_| true) {
            let mut fault = |found: String, remedy: String| {
                faults.push(Flaw::new(found, remedy).at(&page.file(), section.line));
            };
            for id in section.angles.iter().chain(section.teaches.then_some(&section.id)) {
                if !self.concepts.iter().any(|concept| concept.id == *id) {
                    let remedy = format!("take an id of {}", concepts::FILE);
                    fault(format!("there is no concept `{id}`"), remedy);
                }
            }
            if section.teaches {
                let here = format!("{}:{}", page.file().display(), section.line);
                if let Some(first) = taught.insert(&section.id, here) {
                    let found = format!("`{}` is taught at {first} too", section.id);
                    fault(found, format!("show it again with .angle-{}", section.id));
                }
            }
        }
        self.faults.extend(faults);
    }

    fn check_documented(&mut self) {
        let marks = self.pages.iter().flat_map(|page| {
            let documented = |(mark, _): &&(Mark, _)| matches!(mark.kind, Kind::Documented(..));
            page.marks.iter().filter(documented).map(|(mark, _)| (page.file(), mark.line))
        });
        let faults = marks.enumerate().skip(DOCUMENTED).map(|(index, (file, line))| {
            let found = format!("this is statement {} that is documented only", index + 1);
            Flaw::new(found, format!("run it; the book has room for {DOCUMENTED}")).at(&file, line)
        });
        self.faults.extend(faults.collect::<Vec<_>>());
    }
}

/// The sections of a page, each with the programs up to the next heading; the first has those of the
/// page's opening too.
fn sections<'a>(marks: impl Iterator<Item = &'a Mark>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for mark in marks {
        match &mark.kind {
            Kind::Heading(heading) => {
                // A page opens with a program, and its first section names what that has shown.
                let programs = match &sections[..] {
                    [opening] => opening.programs.clone(),
                    _ => Vec::new(),
                };
                let heading = heading.clone();
                sections.push(Section {
                    id: heading.id,
                    title: heading.title,
                    line: mark.line,
                    teaches: heading.teaches,
                    angles: heading.angles,
                    programs,
                });
            }
            Kind::Program(address, _) => {
                if let Some(section) = sections.last_mut() {
                    section.programs.push(address.clone());
                }
            }
            _ => {}
        }
    }
    sections
}

/// The listing that mdBook makes of an `{{#include}}`. A whole file that the programs share may be long.
fn included(root: &Path, file: &Path, include: &str) -> Result<String, Vec<Flaw>> {
    let page = file.strip_prefix("src").unwrap_or(file);
    let page = book::Chapter::new("", include.to_owned(), page, Vec::new());
    let shelf = Shelf::new_with_items(vec![BookItem::Chapter(page)]);
    let context = PreprocessorContext::new(root.to_owned(), Config::default(), "html".to_owned());
    let flaw = |found: String, remedy: &str| Err(vec![Flaw::new(found, remedy)]);
    let shelf = match LinkPreprocessor::new().run(&context, shelf) {
        Ok(shelf) => shelf,
        Err(e) => return flaw(format!("{include}: {e:#}"), "mend the file"),
    };
    let listing: String = shelf.chapters().map(|page| page.content.replace("\r\n", "\n")).collect();
    if listing == include {
        return flaw(format!("there is no such file: {include}"), "write its path from this page");
    }
    if listing.trim().is_empty() {
        return flaw(format!("{include} shows nothing"), "take an anchor that the file has");
    }
    let is_piece = include.contains(':') || include.contains("/stages/");
    match measures(include, &listing) {
        flaws if is_piece && !flaws.is_empty() => Err(flaws),
        _ => Ok(listing),
    }
}

/// Every chapter that SUMMARY.md names, and its file.
fn links(summary: &Summary) -> Vec<(String, Option<PathBuf>)> {
    let mut found = Vec::new();
    let parts = [&summary.prefix_chapters, &summary.numbered_chapters, &summary.suffix_chapters];
    let mut waiting: Vec<&SummaryItem> = parts.into_iter().flatten().rev().collect();
    while let Some(item) = waiting.pop() {
        if let SummaryItem::Link(link) = item {
            found.push((link.name.clone(), link.location.clone()));
            waiting.extend(link.nested_items.iter().rev());
        }
    }
    found
}

/// The line that holds the first `needle`, or 0.
fn line_of(text: &str, needle: &str) -> usize {
    text.find(needle).map_or(0, |offset| line_at(text, offset))
}
