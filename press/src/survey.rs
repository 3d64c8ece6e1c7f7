//! Reads the book as its authors wrote it, before anything is expanded, and finds what is wrong with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_driver::config::Config;
use mdbook_preprocessor::book::{self, Book, BookItem};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use mdbook_summary::{Summary, SummaryItem, parse_summary};
use proof::{Chapter, Program};

use crate::concepts::{self, Concept};
use crate::fault::{Fault, line_at};
use crate::notation::{Kind, Mark, marks};
use crate::predict;
use crate::programs;
use crate::proofs::{self, Proof, relative};
use crate::stages::{self, Stages};
use crate::trace;

/// How many statements of the book may be documented only.
const DOCUMENTED: usize = 10;

/// The book as it was written.
#[derive(Debug)]
pub struct Survey {
    /// The folder of book.toml.
    pub root: PathBuf,
    /// The pages, in the order of SUMMARY.md.
    pub pages: Vec<Page>,
    /// The concept map.
    pub concepts: Vec<Concept>,
    /// The tests that statements can link to, by address.
    pub proofs: BTreeMap<String, Proof>,
    /// The stages of the event loop, by name.
    pub stages: Stages,
    /// The folders of `examples`.
    pub chapters: Vec<Chapter>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// A page as it was written.
#[derive(Debug)]
pub struct Page {
    /// Where it is, from `src`.
    pub path: PathBuf,
    /// Its Markdown.
    pub text: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// The names of the stages that it shows.
    pub stages: Vec<String>,
}

/// A heading and what stands below it.
#[derive(Debug)]
pub struct Section {
    /// 1 to 6.
    pub level: usize,
    /// The id that the heading gives.
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

impl Page {
    /// Where it is, from the book's root.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        Path::new("src").join(&self.path)
    }
}

impl Survey {
    /// Reads the book at `root`.
    #[must_use]
    pub fn of(root: &Path) -> Survey {
        let mut faults = Vec::new();
        let concepts = concepts::read(root).unwrap_or_else(|fault| {
            faults.push(fault);
            Vec::new()
        });
        let chapters = Chapter::all(&root.join("examples")).unwrap_or_else(|e| {
            let remedy = "make the folder readable";
            faults.push(Fault::new(Path::new("examples"), 0, e.to_string(), remedy));
            Vec::new()
        });
        let mut survey = Survey {
            proofs: proofs::read(root, &chapters, &mut faults),
            stages: stages::read(root, &chapters),
            root: root.to_owned(),
            pages: Vec::new(),
            concepts,
            chapters,
            faults,
        };
        survey.read_pages();
        survey.check_names();
        for index in 0..survey.pages.len() {
            survey.check_page(index);
        }
        survey.check_stages();
        survey.check_concepts();
        survey.check_documented();
        survey.faults.sort();
        survey.faults.dedup();
        survey
    }

    /// The program of that address, if its chapter exists.
    #[must_use]
    pub fn program(&self, address: &str) -> Option<Program> {
        let (slug, name) = address.split_once('/')?;
        let chapter = self
            .chapters
            .iter()
            .find(|chapter| chapter.slug() == slug)?;
        Some(chapter.program(name))
    }

    /// The programs of the sections that teach the concept, then of those that show it again, each with
    /// its page.
    pub fn programs_of<'a>(
        &'a self,
        concept: &Concept,
    ) -> impl Iterator<Item = (&'a Page, &'a str)> {
        let mut found = Vec::new();
        for teaches in [true, false] {
            for page in &self.pages {
                for section in &page.sections {
                    let shows = if teaches {
                        section.teaches && section.id == concept.id
                    } else {
                        section.angles.contains(&concept.id)
                    };
                    if shows {
                        found.extend(section.programs.iter().map(|program| (page, &program[..])));
                    }
                }
            }
        }
        found.into_iter()
    }

    fn fault(&mut self, file: &Path, line: usize, found: String, remedy: &str) {
        self.faults.push(Fault::new(file, line, found, remedy));
    }

    fn read_pages(&mut self) {
        let file = Path::new("src/SUMMARY.md");
        let Some(text) = self.read(file) else { return };
        let summary = match parse_summary(&text) {
            Ok(summary) => summary,
            Err(e) => {
                let remedy = "write it as mdBook's guide says: a list of links";
                return self.fault(file, 0, format!("{e:#}"), remedy);
            }
        };
        for (name, path) in links(&summary) {
            let Some(path) = path else {
                let line = line_of(&text, &format!("[{name}]"));
                let found = format!("`{name}` is a draft: it has no file");
                self.fault(file, line, found, "write the page, or take the line out");
                continue;
            };
            let line = line_of(&text, &format!("({})", path.display()));
            let page = Path::new("src").join(&path);
            if !self.root.join(&page).is_file() {
                let found = format!("there is no {}", page.display());
                self.fault(file, line, found, "write the page, or take the line out");
            } else if let Some(text) = self.read(&page) {
                let sections = sections(&text);
                let stages = stages_of(&text);
                self.pages.push(Page {
                    path,
                    text,
                    sections,
                    stages,
                });
            }
        }
    }

    fn read(&mut self, file: &Path) -> Option<String> {
        match std::fs::read(self.root.join(file)) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => return Some(text),
                Err(e) => {
                    let valid = e.utf8_error().valid_up_to();
                    let line = line_at(&String::from_utf8_lossy(e.as_bytes()), valid);
                    let found = format!("byte {} is not UTF-8", valid + 1);
                    self.fault(file, line, found, "save the file as UTF-8");
                }
            },
            Err(e) => self.fault(file, 0, e.to_string(), "make the file readable"),
        }
        None
    }

    /// Cargo puts the programs of all chapters into one folder.
    fn check_names(&mut self) {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for chapter in self.chapters.clone() {
            for program in chapter.programs().unwrap_or_default() {
                let file = program.file(proof::Language::Rust);
                if let Some(first) = seen.get(&program.name)
                    && file.is_file()
                {
                    let found = format!("{first} has a program of this name");
                    let file = relative(&self.root, &file);
                    self.fault(&file, 0, found, "rename one of them");
                }
                seen.insert(program.name.clone(), chapter.slug());
            }
        }
    }

    fn check_page(&mut self, index: usize) {
        let page = &self.pages[index];
        let (file, text) = (page.file(), page.text.clone());
        for Mark { range, kind } in marks(&text) {
            let line = line_at(&text, range.start);
            match kind {
                Kind::Heading { .. } => {}
                Kind::Notation { name, words } => {
                    self.check_notation(&file, line, &name, &words);
                }
                Kind::Fence { info, body } => {
                    self.check_fence(&file, line, &info, text[body].trim());
                }
                Kind::Link { destination, .. } => {
                    if let Some(address) = destination.strip_prefix("test:")
                        && !self.proofs.contains_key(address)
                    {
                        let found = format!("there is no test `{address}`");
                        let remedy = "write it below examples/<chapter>/tests: `<chapter>::name` \
                            is a Rust #[test], `<chapter>/python::name` a method test_name";
                        self.fault(&file, line, found, remedy);
                    }
                }
            }
        }
        for (index, line) in text.lines().enumerate() {
            if let Some(word) = ["TODO", "FIXME"]
                .into_iter()
                .find(|word| line.contains(word))
            {
                let found = format!("{word} is left in the text");
                self.fault(&file, index + 1, found, "do it, or take it out");
            }
        }
    }

    fn check_notation(&mut self, file: &Path, line: usize, name: &str, words: &[String]) {
        match (name, words) {
            ("program", [address, how @ ..]) if how.is_empty() || how == ["predict"] => {
                match self.program(address) {
                    Some(program) => {
                        let mut faults = programs::faults(&self.root, &program);
                        if faults.is_empty() && how == ["predict"] {
                            faults = predict::faults(&program);
                        }
                        for (found, remedy) in faults {
                            self.fault(file, line, found, &remedy);
                        }
                    }
                    None => {
                        let found = format!("there is no program `{address}`");
                        let remedy = "write <chapter>/<name>, where examples/<chapter> exists";
                        self.fault(file, line, found, remedy);
                    }
                }
            }
            ("trace", [address]) => {
                let faults = match self.program(address) {
                    Some(program) => trace::faults(&self.root, &program),
                    None => vec![(
                        format!("there is no program `{address}`"),
                        "write <chapter>/<name>, where examples/<chapter> exists".to_owned(),
                    )],
                };
                for (found, remedy) in faults {
                    self.fault(file, line, found, &remedy);
                }
            }
            ("stage", [stage]) => {
                for (found, remedy) in stages::faults(&self.stages, stage) {
                    self.fault(file, line, found, &remedy);
                }
            }
            ("stage", words) => {
                let found = format!("`{{{{#stage}}}}` names {} stages", words.len());
                self.fault(file, line, found, "write {{#stage <name>}}, with one name");
            }
            ("angles" | "phrasebook", []) | ("include" | "title", _) => {}
            _ => {
                let found = format!("`{{{{#{name} {}}}}}` is no notation", words.join(" "));
                let remedy =
                    "write {{#program <chapter>/<name>}}; CONTRIBUTING.md lists the others";
                self.fault(file, line, found, remedy);
            }
        }
    }

    fn check_fence(&mut self, file: &Path, line: usize, info: &str, body: &str) {
        let mut words = info.split(',');
        let language = words.next().unwrap_or_default().trim();
        let known = matches!(
            words.next(),
            Some(word) if language == "rust" && (word == "signature" || word.starts_with("error=E"))
        );
        let included = body.starts_with("{{#include ") && body.lines().count() == 1;
        if !matches!(language, "rust" | "rs" | "python" | "py") || known {
            return;
        }
        if included {
            for (found, remedy) in include_faults(&self.root, file, body) {
                self.fault(file, line, found, &remedy);
            }
        } else {
            let found = format!("a fence of {language} that comes from no file");
            let remedy = "make it a program and write {{#program <chapter>/<name>}}, or mark it \
                rust,signature or rust,error=E0382";
            self.fault(file, line, found, remedy);
        }
    }

    /// Every stage is part of the way that the pages tell.
    fn check_stages(&mut self) {
        for (name, stage) in self.stages.clone() {
            let is_shown = self.pages.iter().any(|page| page.stages.contains(&name));
            for stage in stage.iter().filter(|_| !is_shown) {
                let found = format!("no page shows the stage `{name}`");
                let remedy = format!("write {{{{#stage {name}}}}} on a page, or take the file out");
                self.fault(&stage.file, 0, found, &remedy);
            }
        }
    }

    fn check_concepts(&mut self) {
        let mut taught: BTreeMap<String, String> = BTreeMap::new();
        let mut faults = Vec::new();
        for page in &self.pages {
            for section in &page.sections {
                let shown = section
                    .angles
                    .iter()
                    .chain(section.teaches.then_some(&section.id));
                for id in shown {
                    if !self.concepts.iter().any(|concept| concept.id == *id) {
                        let found = format!("there is no concept `{id}`");
                        let remedy = format!("take an id of {}", concepts::FILE);
                        faults.push(Fault::new(&page.file(), section.line, found, remedy));
                    }
                }
                if section.teaches {
                    let here = format!("{}:{}", page.file().display(), section.line);
                    if let Some(first) = taught.insert(section.id.clone(), here) {
                        let found = format!("`{}` is taught at {first} too", section.id);
                        let remedy = format!("show it again with .angle-{}", section.id);
                        faults.push(Fault::new(&page.file(), section.line, found, remedy));
                    }
                }
            }
        }
        self.faults.extend(faults);
    }

    fn check_documented(&mut self) {
        let mut count = 0;
        let mut faults = Vec::new();
        for page in &self.pages {
            for mark in marks(&page.text) {
                if let Kind::Link { destination, .. } = &mark.kind
                    && destination.starts_with("docs:")
                {
                    count += 1;
                    if count > DOCUMENTED {
                        let line = line_at(&page.text, mark.range.start);
                        let found = format!("this is statement {count} that is documented only");
                        let remedy = format!("run it; the book has room for {DOCUMENTED}");
                        faults.push(Fault::new(&page.file(), line, found, remedy));
                    }
                }
            }
        }
        self.faults.extend(faults);
    }
}

/// The sections of a page, each with the programs up to the next heading; the first has those of the
/// page's opening too.
fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for Mark { range, kind } in marks(text) {
        match kind {
            Kind::Heading {
                level,
                id,
                classes,
                title,
            } => {
                let angles = classes
                    .iter()
                    .filter_map(|class| class.strip_prefix("angle-"));
                // A page opens with a program, and its first section names what that has shown.
                let programs = match &sections[..] {
                    [opening] => opening.programs.clone(),
                    _ => Vec::new(),
                };
                sections.push(Section {
                    level,
                    teaches: classes.iter().any(|class| class == "concept"),
                    angles: angles.map(str::to_owned).collect(),
                    id: id.unwrap_or_default(),
                    title,
                    line: line_at(text, range.start),
                    programs,
                });
            }
            Kind::Notation { name, words } if name == "program" => {
                if let Some(section) = sections.last_mut() {
                    section.programs.extend(words.first().cloned());
                }
            }
            _ => {}
        }
    }
    sections
}

/// What is wrong with the listing that mdBook makes of an `{{#include}}`. A whole file that the programs
/// share may be long.
fn include_faults(root: &Path, file: &Path, include: &str) -> Vec<(String, String)> {
    let page = file.strip_prefix("src").unwrap_or(file);
    let page = book::Chapter::new("", include.to_owned(), page, Vec::new());
    let book = Book::new_with_items(vec![BookItem::Chapter(page)]);
    let context = PreprocessorContext::new(root.to_owned(), Config::default(), "html".to_owned());
    let book = LinkPreprocessor::new()
        .run(&context, book)
        .unwrap_or_default();
    let listing: String = book.chapters().map(|page| page.content.as_str()).collect();
    if listing == include {
        let found = format!("there is no such file: {include}");
        vec![(found, "write its path from this page".to_owned())]
    } else if listing.trim().is_empty() {
        let found = format!("{include} shows nothing");
        vec![(found, "take an anchor that the file has".to_owned())]
    } else if include.contains(':') || include.contains("/stages/") {
        programs::size_faults(include, &listing)
    } else {
        Vec::new()
    }
}

/// The names of the stages that a page shows.
fn stages_of(text: &str) -> Vec<String> {
    let stages = marks(text).into_iter().filter_map(|mark| match mark.kind {
        Kind::Notation { name, words } if name == "stage" => words.into_iter().next(),
        _ => None,
    });
    stages.collect()
}

/// Every chapter that SUMMARY.md names, and its file.
fn links(summary: &Summary) -> Vec<(String, Option<PathBuf>)> {
    let mut found = Vec::new();
    let parts = [
        &summary.prefix_chapters,
        &summary.numbered_chapters,
        &summary.suffix_chapters,
    ];
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
