//! Reads the book as its authors wrote it, with all that its pages show, and finds what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_driver::config::Config;
use mdbook_preprocessor::book::{self, Book as Shelf, BookItem};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use mdbook_summary::{Link, Summary, SummaryItem, parse_summary};
use proof::{Chapter, Exercise, Language, Program, Version};

use crate::address::{resolved, wrong_redirects};
use crate::ask::Question;
use crate::concepts::{self, Concept};
use crate::exercise::Sheet;
use crate::fault::{Fault, Flaw, line_at, or_none};
use crate::figure::Figure;
use crate::glossary::{Glossary, Term};
use crate::markdown::{self, Asked, Documented, Fence, Heading, Kind, Mark, Origin, Topic};
use crate::measured::{self, Measured, typed};
use crate::parallel::in_parallel;
use crate::plot::{self, Plot, Table};
use crate::printed::Changes;
use crate::program::{Pair, measures, relative};
use crate::proofs::{self, Proofs};
use crate::releases::{self, Release};
use crate::stage::{self, StageFigure, Stages};

/// How many statements of the book may be documented only.
const DOCUMENTED: usize = 30;

/// The book, read, with all that is wrong with it.
#[derive(Debug)]
pub struct Book {
    pub(crate) root: PathBuf,
    /// The pages, in the order of SUMMARY.md.
    pub pages: Vec<Page>,
    /// The parts of SUMMARY.md.
    pub(crate) parts: Vec<Part>,
    pub(crate) concepts: Vec<Concept>,
    pub(crate) glossary: Glossary,
    /// The place among the pages of the one that lists the glossary.
    glossary_page: Option<usize>,
    pub(crate) proofs: Proofs,
    pub(crate) stages: Stages,
    /// What pages have their figures from, or why they cannot.
    measured: Result<Measured, Flaw>,
    /// The folders of `examples`.
    pub chapters: Vec<Chapter>,
    /// The folders of all exercises, shown or not.
    pub exercises: Vec<PathBuf>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// A part of the reading path.
#[derive(Debug)]
pub(crate) struct Part {
    pub title: String,
    /// The links to its chapters.
    pub chapters: Vec<Link>,
}

/// A page, with all that it shows.
#[derive(Debug)]
pub struct Page {
    /// Where it is, from `src`.
    pub path: PathBuf,
    /// Its Markdown.
    pub text: String,
    /// What the press has to do with, in order, and what of it is shown.
    pub(crate) marks: Vec<(Mark, Option<Shown>)>,
    pub(crate) sections: Vec<Section>,
}

/// What a mark shows, read whole.
#[derive(Debug)]
pub(crate) enum Shown {
    Pair(Pair),
    Figure(Figure),
    Stage(StageFigure),
    Exercise(Sheet),
    Question(Question),
    Releases(Vec<Release>),
    Plot(Plot),
    Table(Table),
    /// Words within a line, or a block that is made already.
    Made(String),
    /// The code of a fence.
    Listing(String),
}

/// A heading and what stands below it.
#[derive(Debug)]
pub(crate) struct Section {
    /// The id that the heading gives, or nothing.
    pub id: String,
    pub title: String,
    pub line: usize,
    /// Whether it teaches the concept of that id.
    pub teaches: bool,
    /// The concepts that it shows again.
    pub angles: Vec<String>,
    /// The addresses of its programs.
    pub programs: Vec<String>,
}

impl Section {
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

    /// The addresses of the exercises that it shows.
    pub fn exercises(&self) -> Vec<String> {
        let shown = self.marks.iter().filter_map(|(mark, _)| match &mark.kind {
            Kind::Exercise(address) => Some(address.clone()),
            _ => None,
        });
        shown.collect()
    }

    /// Its title.
    pub fn title(&self) -> &str {
        self.sections.first().map_or("", |section| &section.title)
    }

    /// What its first note says.
    pub(crate) fn note(&self) -> Option<&str> {
        self.marks.iter().find_map(|(mark, _)| match &mark.kind {
            Kind::Note(words) => Some(&**words),
            _ => None,
        })
    }

    /// The program of that address, if it shows it.
    pub fn pair(&self, address: &str) -> Option<&Pair> {
        self.pairs().find(|pair| pair.address == address)
    }

    /// Whether it shows the lines of that program as they are, without what differs from another.
    pub(crate) fn lists(&self, address: &str) -> bool {
        self.pairs().any(|pair| pair.address == address && !pair.is_difference())
    }
}

impl Book {
    /// Reads the book at `root`, and shows what programs do that were changed since they were recorded.
    pub fn read(root: &Path, changes: &Changes) -> Book {
        let mut faults = Vec::new();
        let concepts = or_none(concepts::read(root), &mut faults);
        let glossary = Glossary::read(root).unwrap_or_else(|fault| {
            faults.push(fault);
            Glossary::default()
        });
        let examples = Path::new("examples");
        let chapters =
            Chapter::all(&root.join(examples)).map_err(|e| Fault::unreadable(examples, &e));
        let chapters = or_none(chapters, &mut faults);
        let proofs = proofs::read(root, &chapters, &mut faults);
        let stages = stage::read(root, &chapters, &mut faults);
        let exercises =
            Exercise::folders(root).map_err(|e| Fault::unreadable(Path::new("exercises"), &e));
        let exercises = or_none(exercises, &mut faults);
        let mut book = Book {
            root: root.to_owned(),
            pages: Vec::new(),
            parts: Vec::new(),
            concepts,
            glossary,
            glossary_page: None,
            proofs,
            stages,
            measured: Measured::read(root),
            chapters,
            exercises,
            faults,
        };
        if let Err(fault) = book.read_pages(changes) {
            book.faults.push(fault);
        }
        let found = [
            book.wrong_programs(),
            book.unseen_stages(),
            book.wrong_exercises(),
            book.wrong_concepts(),
            book.open_answers(),
            book.wrong_entries(),
            book.unproved(),
            book.unannounced(),
        ];
        book.faults.extend(found.into_iter().flatten());
        let pages = book.pages.iter().map(|page| &*page.path);
        book.faults.extend(wrong_redirects(root, pages));
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

    /// The page that a link of SUMMARY.md leads to.
    pub(crate) fn first_page(&self, link: &Link) -> Option<&Page> {
        self.pages.iter().find(|page| link.location.as_ref() == Some(&page.path))
    }

    /// The page that lists the glossary.
    pub(crate) fn glossary_page(&self) -> Option<&Page> {
        self.pages.get(self.glossary_page?)
    }

    /// The sections that are wanted, each with its page.
    pub(crate) fn sections(
        &self,
        wanted: impl Fn(&Section) -> bool,
    ) -> impl Iterator<Item = (&Page, &Section)> {
        let pages = self.pages.iter();
        let sections = pages.flat_map(|page| page.sections.iter().map(move |one| (page, one)));
        sections.filter(move |(_, section)| wanted(section))
    }

    /// The marks of all pages, each with its page.
    pub(crate) fn marks(&self) -> impl Iterator<Item = (&Page, &Mark)> {
        self.pages.iter().flat_map(|page| page.marks.iter().map(move |(mark, _)| (page, mark)))
    }

    fn read_pages(&mut self, changes: &Changes) -> Result<(), Fault> {
        let file = Path::new("src/SUMMARY.md");
        let contents = text(&self.root, file)?;
        let summary = parse_summary(&contents).map_err(|e| {
            let remedy = "write it as mdBook's guide says: a list of links";
            Flaw::new(format!("{e:#}"), remedy).at(file, 0)
        })?;
        self.parts = parts(&summary);
        let mut written_pages = Vec::new();
        for link in links(&summary) {
            let (written, found) = match &link.location {
                Some(path) if self.root.join("src").join(path).is_file() => {
                    written_pages.push(path);
                    continue;
                }
                Some(path) => {
                    let path = path.display();
                    (format!("({path})"), format!("there is no src/{path}"))
                }
                None => {
                    let name = &link.name;
                    (format!("[{name}]"), format!("`{name}` is a draft: it has no file"))
                }
            };
            let line = contents.find(&written).map_or(0, |offset| line_at(&contents, offset));
            let flaw = Flaw::new(found, "write the page, or take the line out");
            self.faults.push(flaw.at(file, line));
        }
        let jobs = written_pages.into_iter().map(|path| || self.page(path, changes));
        for read in in_parallel(1, jobs.collect(), |_| {}) {
            match read {
                Ok((page, faults)) => {
                    self.pages.push(page);
                    self.faults.extend(faults);
                }
                Err(fault) => self.faults.push(fault),
            }
        }
        let lists = |page: &Page| page.marks.iter().any(|(mark, _)| mark.kind == Kind::Glossary);
        self.glossary_page = self.pages.iter().position(lists);
        Ok(())
    }

    /// A page, and what is wrong with it.
    fn page(&self, path: &Path, changes: &Changes) -> Result<(Page, Vec<Fault>), Fault> {
        let file = Path::new("src").join(path);
        let text = text(&self.root, &file)?;
        let mut marks = Vec::new();
        let mut read = markdown::read(&text);
        let mut faults = self.glossary.wrong_words(&file, &text, &read);
        read.extend(self.glossary.first_uses(&text, &read));
        read.sort_by_key(|mark| mark.range.start);
        for mark in read {
            let shown = self.shown(&file, &mark.kind, changes).unwrap_or_else(|flaws| {
                faults.extend(flaws.into_iter().map(|flaw| flaw.at(&file, mark.line)));
                None
            });
            marks.push((mark, shown));
        }
        for (line, words) in (1..).zip(text.lines()) {
            if let Some(word) = ["TODO", "FIXME"].into_iter().find(|word| words.contains(word)) {
                let flaw =
                    Flaw::new(format!("{word} is left in the text"), "do it, or take it out");
                faults.push(flaw.at(&file, line));
            }
        }
        faults.extend(typed_figures(&file, &text, &marks));
        let sections = sections(&marks);
        Ok((Page { path: path.to_owned(), text, marks, sections }, faults))
    }

    /// What a mark shows, or all that is wrong with it.
    fn shown(
        &self,
        file: &Path,
        kind: &Kind,
        changes: &Changes,
    ) -> Result<Option<Shown>, Vec<Flaw>> {
        let program = |address: &str| {
            let found = format!("there is no program `{address}`");
            let remedy = "write <chapter>/<name>, where examples/<chapter> exists";
            self.program(address).ok_or_else(|| vec![Flaw::new(found, remedy)])
        };
        Ok(Some(match kind {
            Kind::Program(address, manner, old) => {
                let old = old.as_deref().map(program).transpose()?;
                let new = program(address)?;
                Shown::Pair(Pair::read(&self.root, &new, *manner, old.as_ref(), changes)?)
            }
            Kind::Trace(address) => {
                Shown::Figure(Figure::read(&self.root, &program(address)?, changes)?)
            }
            Kind::Ask(topic) => {
                let root = &self.root;
                let question = match topic {
                    Topic::Next(address, after) => Question::next(root, &program(address)?, *after),
                    Topic::Wakes(address, line) => Question::wakes(root, &program(address)?, *line),
                    Topic::Change(new, old) => {
                        Question::change(root, &program(new)?, &program(old)?)
                    }
                };
                Shown::Question(question.map_err(|flaw| vec![flaw])?)
            }
            Kind::Stage(name) => Shown::Stage(StageFigure::read(&self.stages, name)?),
            Kind::Exercise(address) => {
                let folder = self.root.join("exercises").join(address);
                if !self.exercises.contains(&folder) {
                    let found = format!("there is no exercise `{address}`");
                    let remedy = format!("write exercises/{address}/exercise.toml, and its files");
                    return Err(vec![Flaw::new(found, remedy)]);
                }
                Shown::Exercise(Sheet::read(&self.root, &folder)?)
            }
            Kind::Releases => Shown::Releases(releases::read(&self.chapters, &self.proofs)?),
            Kind::Plot(row) => Shown::Plot(Plot::read(self.measured()?, row)?),
            Kind::Figures(rows, peers) => Shown::Table(Table::read(self.measured()?, rows, peers)?),
            Kind::Figure(asked) => {
                Shown::Made(self.measured()?.inline(asked).map_err(|flaw| vec![flaw])?)
            }
            Kind::Measured => Shown::Made(plot::description(self.measured()?)),
            Kind::Fence(fence) => Shown::Listing(self.listing(file, fence)?),
            Kind::Proved(_, address) if !self.proofs.contains_key(address) => {
                let remedy = "write it below examples/<chapter>/tests: `<chapter>::name` is a Rust \
                    #[test], `<chapter>/python::name` a method test_name";
                return Err(vec![Flaw::new(format!("there is no test `{address}`"), remedy)]);
            }
            Kind::Documented(Documented { version, .. }) if !names_release(version) => {
                let found = "a documented statement that names no version";
                let remedy = "write of which release it holds as the link's title: \
                    [words](docs:https://… \"Python 3.15\")";
                return Err(vec![Flaw::new(found, remedy)]);
            }
            Kind::Unknown(written, remedy) => {
                let found = format!("`{{{{#{written}}}}}` is no notation");
                return Err(vec![Flaw::new(found, *remedy)]);
            }
            _ => return Ok(None),
        }))
    }

    fn measured(&self) -> Result<&Measured, Vec<Flaw>> {
        self.measured.as_ref().map_err(|flaw| vec![flaw.clone()])
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
    fn wrong_programs(&self) -> Vec<Fault> {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let mut faults = Vec::new();
        for chapter in &self.chapters {
            let folder = relative(&self.root, &chapter.folder);
            let programs = chapter.programs().map_err(|e| Fault::unreadable(&folder, &e));
            for program in or_none(programs, &mut faults) {
                let mut fault = |file: &Path, found: String, remedy: String| {
                    faults.push(Flaw::new(found, remedy).at(&relative(&self.root, file), 0));
                };
                let file = program.file(Language::Rust);
                if let Some(first) = seen.get(&program.name).filter(|_| file.is_file()) {
                    let found = format!("{first} has a program of this name");
                    fault(&file, found, "rename one of them".to_owned());
                }
                let languages = program.languages();
                for (file, language) in program.recorded_files() {
                    if languages.is_empty() || language.is_some_and(|it| !languages.contains(&it)) {
                        let address = program.address();
                        let remedy = format!("write the program `{address}`, or delete the file");
                        fault(&file, "no program prints this".to_owned(), remedy);
                    }
                }
                for (version, file) in program.older_transcripts() {
                    let next = Version(version.0, version.1 + 1);
                    let next = program.transcript(Language::Python, next);
                    let texts = next.as_ref().map(|next| [&file, next].map(fs::read));
                    if let (Some(next), Some([Ok(old), Ok(new)])) = (next, texts)
                        && old == new
                    {
                        let next = relative(&self.root, &next);
                        let found = format!(
                            "nothing has changed after {version}: so says {}",
                            next.display()
                        );
                        fault(&file, found, "delete the file".to_owned());
                    }
                }
                seen.insert(program.name.clone(), chapter.slug());
            }
        }
        faults
    }

    /// Every stage is part of the way that the pages tell.
    fn unseen_stages(&self) -> Vec<Fault> {
        let shows = |mark: &Mark, name| matches!(&mark.kind, Kind::Stage(it) if it == name);
        let is_shown = |name| self.marks().any(|(_, mark)| shows(mark, name));
        let unseen = self.stages.iter().filter(|(name, _)| !is_shown(*name));
        let faults = unseen.flat_map(|(name, all)| {
            all.iter().map(move |stage| {
                let remedy =
                    format!("write {{{{#stage {name}}}}} on a page, or take the folder out");
                Flaw::new(format!("no page shows the stage `{name}`"), remedy).at(&stage.file, 0)
            })
        });
        faults.collect()
    }

    /// Every exercise is on a page, and has a name of its own.
    fn wrong_exercises(&self) -> Vec<Fault> {
        let shown: BTreeSet<String> = self.pages.iter().flat_map(Page::exercises).collect();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for program in self.chapters.iter().flat_map(|it| it.programs().unwrap_or_default()) {
            names.insert(program.name.clone(), format!("the program {}", program.address()));
        }
        let mut faults = Vec::new();
        for folder in &self.exercises {
            let file = relative(&self.root, &folder.join("exercise.toml"));
            let address = Exercise::address_of(folder);
            let mut fault = |found: String, remedy: String| {
                faults.push(Flaw::new(found, remedy).at(&file, 0));
            };
            if !shown.contains(&address) {
                let remedy = format!("write {{{{#exercise {address}}}}} on a page, or take it out");
                fault(format!("no page shows the exercise `{address}`"), remedy);
            }
            let name = address.split('/').next_back().unwrap_or_default().to_owned();
            if let Some(first) = names.insert(name, format!("the exercise {address}")) {
                fault(format!("{first} has this name"), "rename one of them".to_owned());
            }
        }
        faults
    }

    /// The lines of code of the last stage that no page shows: neither a piece of their file, nor the figure
    /// of a stage to who unfolds nothing. A line that is there since an earlier stage is shown where that
    /// stage is. Where a piece or a figure is at fault, that is to be mended first.
    pub fn unseen_lines(&self) -> Vec<Fault> {
        let (mut seen, mut unchanged) = (BTreeSet::new(), Vec::new());
        for page in &self.pages {
            for (mark, shown) in &page.marks {
                match (&mark.kind, shown) {
                    (_, Some(Shown::Stage(figure))) => {
                        seen.extend(figure.seen());
                        unchanged.extend(figure.unchanged());
                    }
                    (Kind::Fence(Fence { origin: Origin::File, body, .. }), Some(_)) => {
                        let lines = included_lines(&self.root, &page.file(), body);
                        let lines = lines.into_iter();
                        seen.extend(
                            lines.flat_map(|(file, it)| it.map(move |it| (file.clone(), it))),
                        );
                    }
                    (Kind::Stage(_) | Kind::Fence(_), None) => return Vec::new(),
                    _ => {}
                }
            }
        }
        let mut known = 0;
        while known < seen.len() {
            known = seen.len();
            let now = unchanged.iter().filter(|[before, _]| seen.contains(before));
            let now: Vec<_> = now.map(|[_, line]| line.clone()).collect();
            seen.extend(now);
        }
        let is_last =
            |name: &str| self.stages.values().flatten().all(|it| it.after.as_deref() != Some(name));
        let last = self.stages.iter().filter(|(name, _)| is_last(name)).flat_map(|(_, all)| all);
        last.flat_map(|stage| stage.unseen(&seen)).collect()
    }

    /// The tests that no page shows: neither where a statement links to them nor among what a release has
    /// changed. Those of a library alone, a crate without programs, are its own.
    pub fn unlinked_tests(&self) -> Vec<Fault> {
        let mut linked: BTreeSet<&str> = BTreeSet::new();
        for (mark, shown) in self.pages.iter().flat_map(|page| &page.marks) {
            match (&mark.kind, shown) {
                (Kind::Proved(_, address), _) => linked.extend([&**address]),
                (_, Some(Shown::Releases(all))) => {
                    linked.extend(all.iter().flat_map(|it| &it.proofs).map(String::as_str));
                }
                _ => {}
            }
        }
        let is_library = |chapter: &&Chapter| chapter.programs().is_ok_and(|all| all.is_empty());
        let libraries: Vec<_> =
            self.chapters.iter().filter(is_library).map(|it| it.slug() + "::").collect();
        let unlinked = self.proofs.iter().filter(|(address, _)| {
            let of = |library: &String| address.starts_with(library);
            !linked.contains(&***address) && !libraries.iter().any(of)
        });
        let faults = unlinked.map(|(address, proof)| {
            let remedy = "bind the statement that it proves to it, or delete it";
            Flaw::new(format!("no page links to the test `{address}`"), remedy)
                .at(&proof.file, proof.line)
        });
        faults.collect()
    }

    /// The programs whose page asks a reader to guess what they print, and shows it.
    fn open_answers(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for page in &self.pages {
            for (mark, _) in &page.marks {
                let Kind::Program(address, manner, _) = &mark.kind else { continue };
                let before = page.text[..mark.range.start].trim_end();
                let (_, question) = before.rsplit_once("\n\n").unwrap_or_default();
                if manner.asked != Asked::Nothing || !asks_to_guess(question) {
                    continue;
                }
                let found =
                    format!("what `{address}` prints stands open below the question for it");
                let remedy =
                    format!("write {{{{#program {address} predict}}}}, or guess for predict");
                faults.push(Flaw::new(found, remedy).at(&page.file(), mark.line));
            }
        }
        faults
    }

    fn wrong_concepts(&self) -> Vec<Fault> {
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
        faults
    }

    /// The chapters of which the list of chapters has nothing to say.
    fn unannounced(&self) -> Vec<Fault> {
        if !self.marks().any(|(_, mark)| matches!(mark.kind, Kind::Chapters)) {
            return Vec::new();
        }
        let chapters = self.parts.iter().flat_map(|part| &part.chapters);
        let first = chapters.filter_map(|link| self.first_page(link));
        let faults = first.filter(|page| page.note().is_none()).map(|page| {
            let found = "this chapter has no note that {{#chapters}} can show";
            let remedy = "write what its reader can do afterwards, below the title: `> [!NOTE]`";
            Flaw::new(found, remedy).at(&page.file(), 1)
        });
        faults.collect()
    }

    /// Each entry of the glossary is used, and what it shows is there.
    fn wrong_entries(&self) -> Vec<Fault> {
        let used: BTreeSet<&str> = self
            .marks()
            .filter_map(|(_, mark)| match &mark.kind {
                Kind::Term(id, _) => Some(&**id),
                _ => None,
            })
            .collect();
        let wrong = |term: &Term| {
            let Term { program, line, concept, .. } = term;
            let is_there = self.program(program).is_some_and(|program| {
                let files = program.languages().into_iter().map(|it| program.file(it));
                files
                    .filter_map(|file| fs::read_to_string(file).ok())
                    .any(|text| text.lines().any(|found| found.trim() == line))
            });
            if !is_there {
                let found = format!("`{program}` has no line `{line}`");
                return Some(Flaw::new(found, "copy a line of that program, without its indent"));
            }
            let concept = concept.as_ref()?;
            let is_taught = |section: &Section| section.teaches && section.id == *concept;
            self.sections(is_taught).next().is_none().then(|| {
                let found = format!("no section teaches `{concept}`");
                Flaw::new(found, format!("take an id of {}", concepts::FILE))
            })
        };
        self.glossary.wrong_entries(|term| used.contains(&*term.id()), wrong)
    }

    /// The statements that are documented only, from the first that is one too many.
    fn unproved(&self) -> Vec<Fault> {
        let marks = self.marks().filter(|(_, mark)| matches!(mark.kind, Kind::Documented(..)));
        let faults = (1..).zip(marks).skip(DOCUMENTED).map(|(number, (page, mark))| {
            let found = format!("this is statement {number} that is documented only");
            let remedy = format!("run it; the book has room for {DOCUMENTED}");
            Flaw::new(found, remedy).at(&page.file(), mark.line)
        });
        faults.collect()
    }
}

/// Whether a word is the number of a release, as `3.15`.
fn names_release(words: &str) -> bool {
    let is_number = |part: &str| part.parse::<u32>().is_ok();
    let is_release = |word: &str| word.contains('.') && word.split('.').all(is_number);
    words.split_whitespace().any(is_release)
}

/// The figures that are typed by hand. A drawing may say a time that was not measured. A figure within the
/// words of a statement is one, for its test does not prove it.
fn typed_figures(file: &Path, text: &str, marks: &[(Mark, Option<Shown>)]) -> Vec<Fault> {
    let is_figure = |kind: &Kind| {
        matches!(kind, Kind::Plot(_) | Kind::Figures(..) | Kind::Figure(_) | Kind::Measured)
    };
    let shows_figures = marks.iter().any(|(mark, _)| is_figure(&mark.kind));
    let code = marks.iter().filter(|(mark, _)| matches!(mark.kind, Kind::Fence(_)));
    let code =
        code.map(|(mark, _)| mark.line..mark.line + text[mark.range.clone()].lines().count());
    let code: Vec<_> = code.collect();
    let lines = (1..).zip(text.lines());
    let lines = lines.filter(|(line, _)| !code.iter().any(|code| code.contains(line)));
    let mut faults: Vec<_> = lines
        .filter_map(|(line, words)| {
            let found = format!(
                "a figure that is typed by hand: {}",
                typed(words, shows_figures && !words.starts_with('<'))?
            );
            Some(Flaw::new(found, measured::remedy()).at(file, line))
        })
        .collect();
    let statements = marks
        .iter()
        .filter(|(mark, _)| matches!(mark.kind, Kind::Proved(..) | Kind::Documented(..)));
    for (statement, _) in statements {
        let within = |mark: &Mark| {
            matches!(mark.kind, Kind::Figure(_)) && statement.range.contains(&mark.range.start)
        };
        if marks.iter().any(|(mark, _)| within(mark)) {
            let found = "a figure within a statement: no test proves it";
            faults
                .push(Flaw::new(found, "put it before or after the link").at(file, statement.line));
        }
    }
    faults
}

/// The text of a file of the book, with the line ends of Unix.
fn text(root: &Path, file: &Path) -> Result<String, Fault> {
    let bytes = fs::read(root.join(file)).map_err(|e| Fault::unreadable(file, &e))?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let valid = e.utf8_error().valid_up_to();
        let line = line_at(&String::from_utf8_lossy(e.as_bytes()), valid);
        Flaw::new(format!("byte {} is not UTF-8", valid + 1), "save the file as UTF-8")
            .at(file, line)
    })?;
    Ok(text.replace("\r\n", "\n"))
}

/// The sections of a page, each with the programs up to the next heading.
fn sections(marks: &[(Mark, Option<Shown>)]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (mark, _) in marks {
        match &mark.kind {
            Kind::Heading(heading) => {
                let Heading { id, title, teaches, angles, .. } = heading.clone();
                // A page opens with a program, and its first section names what that has shown.
                let programs = match &sections[..] {
                    [opening] => opening.programs.clone(),
                    _ => Vec::new(),
                };
                sections.push(Section { id, title, line: mark.line, teaches, angles, programs });
            }
            Kind::Program(address, ..) => {
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
    let flaw = |found: String, remedy: &str| vec![Flaw::new(found, remedy)];
    let shelf = LinkPreprocessor::new().run(&context, shelf);
    let shelf = shelf.map_err(|e| flaw(format!("{include}: {e:#}"), "mend the file"))?;
    let listing: String = shelf.chapters().map(|page| page.content.replace("\r\n", "\n")).collect();
    if listing == include {
        let found = format!("there is no such file: {include}");
        return Err(flaw(found, "write its path from this page"));
    }
    if listing.trim().is_empty() {
        let found = format!("{include} shows nothing");
        return Err(flaw(found, "take an anchor that the file has"));
    }
    let is_piece = include.contains(':') || include.contains("/stages/");
    match measures(include, &listing) {
        flaws if is_piece && !flaws.is_empty() => Err(flaws),
        _ => Ok(listing),
    }
}

/// The file, from the book's root, and the lines of it that an `{{#include}}` shows on a page: all, or
/// those of an anchor or a range.
fn included_lines(root: &Path, page: &Path, include: &str) -> Option<(PathBuf, Range<usize>)> {
    let include = include.trim().strip_prefix("{{#include ")?.strip_suffix("}}")?.trim();
    let (path, piece) = include.split_once(':').unwrap_or((include, ""));
    let file = resolved(page.parent()?, path);
    let text = text(root, &file).ok()?;
    let end = text.lines().count() + 1;
    let anchor = |word: &str| {
        let anchor = format!("// {word}: {piece}");
        (1..).zip(text.lines()).find(|(_, line)| line.trim() == anchor).map(|(number, _)| number)
    };
    if let Some(start) = anchor("ANCHOR") {
        return Some((file, start..anchor("ANCHOR_END").unwrap_or(end)));
    }
    let (start, last) = piece.split_once(':').unwrap_or((piece, piece));
    let last = last.parse().map_or(end, |last: usize| last + 1);
    Some((file, start.parse().unwrap_or(1)..last))
}

/// The parts that SUMMARY.md names, with their chapters.
fn parts(summary: &Summary) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for item in &summary.numbered_chapters {
        match item {
            SummaryItem::PartTitle(title) => {
                parts.push(Part { title: title.clone(), chapters: Vec::new() });
            }
            SummaryItem::Link(link) => {
                if let Some(part) = parts.last_mut() {
                    part.chapters.push(link.clone());
                }
            }
            _ => {}
        }
    }
    parts
}

/// Every chapter that SUMMARY.md names.
fn links(summary: &Summary) -> Vec<&Link> {
    let mut found = Vec::new();
    let parts = [&summary.prefix_chapters, &summary.numbered_chapters, &summary.suffix_chapters];
    let mut waiting: Vec<&SummaryItem> = parts.into_iter().flatten().rev().collect();
    while let Some(item) = waiting.pop() {
        if let SummaryItem::Link(link) = item {
            found.push(link);
            waiting.extend(link.nested_items.iter().rev());
        }
    }
    found
}

/// Whether a paragraph asks what a program prints: it says "guess", or asks for an order.
fn asks_to_guess(paragraph: &str) -> bool {
    let words = paragraph.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let asks = ["in which order", "what does the program print", "what is printed"];
    words.split_inclusive(['.', '?', '!', ':']).any(|sentence| {
        sentence.contains("guess ")
            || sentence.ends_with('?') && asks.iter().any(|ask| sentence.contains(ask))
    })
}
