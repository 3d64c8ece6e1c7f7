//! The stages of the event loop that the book builds: each a folder of modules, shown with what differs
//! from the one before.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::successors;
use std::path::{Path, PathBuf};

use maud::{Markup, PreEscaped, html};
use proof::Chapter;
use similar::DiffTag;

use crate::address::resolved;
use crate::colour;
use crate::difference::{self, Stretch, folded, stretches};
use crate::fault::{Fault, Flaw, or_none};
use crate::program::{relative, text, too_wide};
use crate::say::near;

/// How many lines a module has at most.
const LINES: usize = 250;

/// A folder `examples/<chapter>/src/stages/<name>`.
#[derive(Debug, Default)]
pub struct Stage {
    /// Its `mod.rs`, from the book's root.
    pub file: PathBuf,
    /// The stage that it comes after; the first has none.
    pub after: Option<String>,
    /// `mod.rs`, and the modules that it declares.
    modules: Vec<Module>,
    /// Why other modules cannot be read.
    flaws: Vec<Flaw>,
}

/// A module of a stage: a file of its folder, or of that of a stage before.
#[derive(Debug, Clone)]
struct Module {
    /// Its name, or `mod.rs`.
    name: String,
    /// The file, from the book's root.
    file: PathBuf,
    /// The line of `mod.rs` that declares it.
    line: usize,
    text: String,
}

/// The stages of all chapters, by name. More than one of a name is a flaw of all of them.
pub type Stages = BTreeMap<String, Vec<Stage>>;

/// Reads the stages of the book at `root`.
pub fn read(root: &Path, chapters: &[Chapter], faults: &mut Vec<Fault>) -> Stages {
    let mut stages = Stages::new();
    for chapter in chapters {
        let file = relative(root, &chapter.folder);
        let folders = chapter.stages().map_err(|e| Fault::unreadable(&file, &e));
        for folder in or_none(folders, faults) {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match Stage::read(root, &relative(root, &folder)) {
                Ok(stage) => stages.entry(name).or_default().push(stage),
                Err(fault) => faults.push(fault),
            }
        }
    }
    stages
}

impl Stage {
    fn read(root: &Path, folder: &Path) -> Result<Stage, Fault> {
        let file = folder.join("mod.rs");
        let text = text(&root.join(&file)).map_err(|flaw| flaw.at(&file, 0))?;
        let declared = declared(&text).map_err(|e| {
            Flaw::new(e.to_string(), "mend the file").at(&file, e.span().start().line)
        })?;
        let after = text.lines().next().and_then(|first| first.strip_prefix("// after:"));
        let after = after.map(|name| name.trim().to_owned());
        let module = Module { name: "mod.rs".to_owned(), file: file.clone(), line: 0, text };
        let mut stage = Stage { file, after, modules: vec![module], flaws: Vec::new() };
        for (line, name, path) in declared {
            let is_own = path.is_none();
            let file = resolved(folder, &path.unwrap_or_else(|| format!("{name}.rs")));
            if let Ok(text) = self::text(&root.join(&file)) {
                stage.modules.push(Module { name, file, line, text });
                continue;
            }
            let remedy = match is_own {
                true => format!("write it, or take it over: #[path = \"../<stage>/{name}.rs\"]"),
                false => "write the path of a stage's module from here".to_owned(),
            };
            let (place, file) = (stage.file.display(), file.display());
            let found = format!("{place}:{line}: there is no {file}");
            stage.flaws.push(Flaw::new(found, remedy));
        }
        Ok(stage)
    }

    fn module(&self, name: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.name == name)
    }

    /// Whether a file is of its folder.
    fn owns(&self, module: &Module) -> bool {
        module.file.parent() == self.file.parent()
    }

    /// Whether it has that file as a module of its own.
    fn declares(&self, module: &Module) -> bool {
        self.owns(module) && self.modules.iter().any(|own| own.file == module.file)
    }

    /// What is wrong with its place in the way of stages.
    fn wrong_place(&self, stages: &Stages, name: &str) -> Option<Flaw> {
        let file = self.file.display();
        let flaw =
            |found, whose| Flaw::new(found, format!("name {whose} first line, `// after: <name>`"));
        Some(match &self.after {
            None => {
                let is_first = |all: &[Stage]| all.iter().any(|stage| stage.after.is_none());
                let mut firsts = stages.iter().filter(|(_, all)| is_first(all));
                let (first, _) = firsts.next().filter(|(first, _)| *first != name)?;
                let found = format!("{file} comes after no stage, and neither does `{first}`");
                flaw(found, "the stage before in its")
            }
            Some(after) if !stages.contains_key(after) => {
                let found =
                    format!("{file}:1: there is no stage `{after}` that it could come after");
                let flaw = flaw(found, "a stage in its");
                Flaw { remedy: alike(stages, after).unwrap_or(flaw.remedy), ..flaw }
            }
            Some(_) => {
                let circle = circle(stages, name)?;
                let found = format!("{file}:1: the stages go in a circle: {circle}");
                flaw(found, "the stage before in each one's")
            }
        })
    }

    /// What is wrong with its own files, and with what it takes over from those of `earlier` stages.
    fn wrong_modules(&self, earlier: &[(&str, &Stage)]) -> Vec<Flaw> {
        let mut flaws = self.flaws.clone();
        for module in &self.modules {
            let file = module.file.display().to_string();
            if self.owns(module) {
                let lines = module.text.lines().count();
                if lines > LINES {
                    let remedy = format!("make modules of at most {LINES} lines of it");
                    flaws.push(Flaw::new(format!("{file} has {lines} lines"), remedy));
                }
                flaws.extend(too_wide(&file, &module.code()));
            } else if !earlier.iter().any(|(_, stage)| stage.declares(module)) {
                let (place, line) = (self.file.display(), module.line);
                let found = format!("{place}:{line}: {file} is no module of a stage before");
                let names: Vec<&str> = earlier.iter().map(|(name, _)| *name).collect();
                let remedy = match &names[..] {
                    [] => "write it in this folder: no stage comes before".to_owned(),
                    names => format!("take over a file of one of these: {}", names.join(", ")),
                };
                flaws.push(Flaw::new(found, remedy));
            }
            let origin = module.origin().filter(|_| self.owns(module));
            if let Some(origin) = origin
                && let Some((before, stage)) = earlier.first()
                && stage.module(origin).is_none()
            {
                let found = format!("{file}:1: the stage `{before}` has no module `{origin}`");
                let names: Vec<&str> = stage.modules.iter().map(|it| &*it.name).collect();
                let remedy = format!("name one of its modules: {}", names.join(", "));
                flaws.push(Flaw::new(found, remedy));
            }
        }
        flaws
    }

    /// The lines of code of its modules that are not among the `seen` ones of all files.
    pub fn unseen(&self, seen: &BTreeSet<(PathBuf, usize)>) -> Vec<Fault> {
        let unseen = self.modules.iter().filter_map(|module| {
            let file = &module.file;
            let code = module.lines().into_iter().filter(|(_, line)| is_code(line));
            let code = code.map(|(number, _)| (number, seen.contains(&(file.clone(), number))));
            let code: Vec<_> = code.collect();
            let runs = code.chunk_by(|one, next| one.1 == next.1).filter(|run| !run[0].1);
            let runs: Vec<_> = runs.map(|run| [run[0].0, run[run.len() - 1].0]).collect();
            let [first, _] = *runs.first()?;
            let runs = runs.iter().map(|[from, to]| match from == to {
                true => from.to_string(),
                false => format!("{from} to {to}"),
            });
            let runs = runs.collect::<Vec<_>>().join(", ");
            let found = format!("no page shows these lines of the last stage: {runs}");
            let remedy =
                "put ANCHOR comments around them, and {{#include}} these in a fence of a page";
            Some(Flaw::new(found, remedy).at(file, first))
        });
        unseen.collect()
    }
}

impl Module {
    /// The lines that are shown, with their numbers: neither the first, if that names a stage or a module
    /// of the stage before, nor anchors, nor blank ones at the ends.
    fn lines(&self) -> Vec<(usize, &str)> {
        let is_told = |line: &str, words: [&str; 2]| {
            words.iter().any(|word| line.trim_start().starts_with(&format!("// {word}:")))
        };
        let lines = (1..).zip(self.text.lines()).filter(|(number, line)| {
            let is_name = *number == 1 && is_told(line, ["after", "from"]);
            !is_name && !is_told(line, ["ANCHOR", "ANCHOR_END"])
        });
        let mut lines: Vec<_> = lines.skip_while(|(_, line)| line.is_empty()).collect();
        while lines.pop_if(|(_, line)| line.is_empty()).is_some() {}
        lines
    }

    /// The lines that are shown, as one text.
    fn code(&self) -> String {
        lines(&self.lines()).join("\n")
    }

    /// The module of the stage before that it was made of: `// from: <name>` in its first line.
    fn origin(&self) -> Option<&str> {
        Some(self.text.lines().next()?.strip_prefix("// from:")?.trim())
    }
}

/// A module that is declared: the line, its name, and the path that it is given.
type Declared = (usize, String, Option<String>);

/// The modules that a text declares.
/// Errors: if it is no Rust.
fn declared(text: &str) -> syn::Result<Vec<Declared>> {
    let file = syn::parse_file(text)?;
    let path = |attribute: &syn::Attribute| match &attribute.meta.require_name_value().ok()?.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. })
            if attribute.path().is_ident("path") =>
        {
            Some(path.value())
        }
        _ => None,
    };
    let modules = file.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.content.is_none() => {
            let line = module.ident.span().start().line;
            Some((line, module.ident.to_string(), module.attrs.iter().find_map(path)))
        }
        _ => None,
    });
    Ok(modules.collect())
}

/// A stage, with all that a page shows of it.
#[derive(Debug)]
pub struct StageFigure {
    /// Its name.
    pub name: String,
    /// Its folder, from the book's root.
    folder: PathBuf,
    /// The stages that it comes after, the last first.
    earlier: Vec<String>,
    parts: Vec<Part>,
    /// The modules of the stage before that are gone.
    gone: Vec<String>,
}

/// A module of a stage, and what differs from the stage before.
#[derive(Debug)]
struct Part {
    module: Module,
    /// The module of the stage before that it is compared with.
    old: Option<Module>,
    /// The earlier stage whose file it is.
    owner: Option<String>,
    /// Nothing, if no line differs.
    stretches: Vec<Stretch>,
}

impl StageFigure {
    /// Takes the stage of that name.
    /// Errors: all that keeps it from being shown.
    pub fn read(stages: &Stages, name: &str) -> Result<StageFigure, Vec<Flaw>> {
        let Some([stage, others @ ..]) = stages.get(name).map(Vec::as_slice) else {
            let remedy = format!("write examples/<chapter>/src/stages/{name}/mod.rs");
            let remedy = alike(stages, name).unwrap_or(remedy);
            return Err(vec![Flaw::new(format!("there is no stage `{name}`"), remedy)]);
        };
        let twins = others.iter().map(|other| {
            let [file, other] = [stage, other].map(|it| it.file.display());
            let found = format!("two stages have the name `{name}`: {file} and {other}");
            Flaw::new(found, "rename one of them")
        });
        let flaws: Vec<Flaw> = twins.chain(stage.wrong_place(stages, name)).collect();
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let before = |stage: &Stage| {
            let (name, all) = stages.get_key_value(stage.after.as_ref()?)?;
            Some((&**name, all.first()?))
        };
        let earlier: Vec<_> = successors(before(stage), |(_, stage)| before(stage)).collect();
        let flaws = stage.wrong_modules(&earlier);
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let parts: Vec<_> = stage.modules.iter().map(|it| Part::new(it, stage, &earlier)).collect();
        let old = earlier.first().into_iter().flat_map(|(_, before)| &before.modules);
        let is_there = |name: &str| {
            let mut all = parts.iter();
            all.any(|it| {
                it.module.name == name || it.old.as_ref().is_some_and(|it| it.name == name)
            })
        };
        let gone = old.map(|it| it.name.clone()).filter(|name| !is_there(name)).collect();
        let earlier = earlier.iter().map(|(name, _)| (*name).to_owned()).collect();
        let folder = stage.file.parent().unwrap_or(&stage.file).to_owned();
        Ok(StageFigure { name: name.to_owned(), folder, earlier, parts, gone })
    }

    /// The lines that are seen without unfolding, each with its file.
    pub fn seen(&self) -> impl Iterator<Item = (PathBuf, usize)> {
        self.parts.iter().flat_map(|part| {
            let (lines, file) = (part.module.lines(), &part.module.file);
            let seen = part.stretches.iter().filter_map(|stretch| match stretch {
                Stretch::Same(range) | Stretch::New(range) => Some(range.clone()),
                Stretch::Folded(_) | Stretch::Gone(_) => None,
            });
            seen.flatten().map(|place| (file.clone(), lines[place].0)).collect::<Vec<_>>()
        })
    }

    /// The lines that stand in the stage before too, each after its twin there.
    pub fn unchanged(&self) -> Vec<[(PathBuf, usize); 2]> {
        let compared =
            self.parts.iter().filter_map(|part| Some((part.old.as_ref()?, &part.module)));
        let pairs = compared.flat_map(|(old, new)| {
            let (before, now) = (old.lines(), new.lines());
            let [texts, new_texts] =
                [&before, &now].map(|it| it.iter().map(|(_, line)| *line).collect::<Vec<_>>());
            let ops = difference::compared(&texts, &new_texts);
            let same = ops.into_iter().filter(|op| op.tag() == DiffTag::Equal);
            let same = same.flat_map(|op| op.old_range().zip(op.new_range()));
            let place = |module: &Module, (number, _): (usize, &str)| (module.file.clone(), number);
            same.map(|(was, is)| [place(old, before[was]), place(new, now[is])]).collect::<Vec<_>>()
        });
        pairs.collect()
    }

    /// The figure, as HTML without an empty line; `link` leads to a stage before.
    pub fn html(&self, link: impl Fn(&str) -> String) -> String {
        let StageFigure { name, folder, earlier, parts, .. } = self;
        let link = |name: &str| PreEscaped(link(name));
        let drawn = parts.iter().filter(|part| !part.stretches.is_empty());
        let [all, added] =
            [0, 1].map(|which| parts.iter().map(|it| it.counts()[which]).sum::<usize>());
        let html = html! {
            figure class="stage" id=(id(name)) {
                figcaption {
                    b { "Stage " code { (name) } } " "
                    span {
                        (all) " lines of code"
                        @if let Some(before) = earlier.first() {
                            ", " (added) " of them new since " (link(before))
                        }
                    }
                }
                @if !earlier.is_empty() { (self.modules(&link)) }
                @for part in drawn { (part.html(name, earlier.first())) }
                div class="bar" { p { code { (folder.display()) } } }
            }
        };
        html.into_string()
    }

    /// Which modules are new, changed or gone, and from which stages the others are taken over.
    fn modules(&self, link: &impl Fn(&str) -> Markup) -> Markup {
        let named = |part: &Part| {
            let Part { module, old, .. } = part;
            let origin = old.as_ref().filter(|old| old.name != module.name).map(|old| &old.name);
            html! {
                code { (module.name) }
                @if let Some(origin) = origin { ", made of " code { (origin) } }
            }
        };
        let those = |row: &str| {
            self.parts.iter().filter(|part| part.row() == row).map(named).collect::<Vec<_>>()
        };
        let told = ["New", "Changed", "Unchanged"].map(|row| (html! { (row) }, those(row)));
        let gone = self.gone.iter().map(|name| html! { code { (name) } }).collect();
        let taken =
            self.earlier.iter().map(|stage| (html! { "From " (link(stage)) }, those(stage)));
        let rows = told.into_iter().chain([(html! { "Gone" }, gone)]).chain(taken);
        html! {
            ul class="modules" {
                @for (words, names) in rows.filter(|(_, names)| !names.is_empty()) {
                    li {
                        (words) ": "
                        @for (place, name) in names.iter().enumerate() {
                            @if place > 0 { ", " }
                            (name)
                        }
                    }
                }
            }
        }
    }
}

impl Part {
    fn new(module: &Module, stage: &Stage, earlier: &[(&str, &Stage)]) -> Part {
        let is_own = stage.owns(module);
        let owner = earlier.iter().find(|(_, it)| !is_own && it.declares(module));
        let before = earlier.first().map(|(_, before)| before);
        let name = module.origin().filter(|_| is_own).unwrap_or(&module.name);
        let old = before.and_then(|before| before.module(name));
        let new = module.lines();
        let mut stretches = match (before, old) {
            (None, _) => vec![Stretch::Same(0..new.len())],
            (_, None) => vec![Stretch::New(0..new.len())],
            (_, Some(old)) => folded(stretches(&lines(&old.lines()), &lines(&new)), new.len()),
        };
        // What a module leaves behind is told by the module of its name.
        stretches.retain(|it| name == module.name || !matches!(it, Stretch::Gone(_)));
        let is_same = |it: &Stretch| matches!(it, Stretch::Same(_) | Stretch::Folded(_));
        if old.is_some() && stretches.iter().all(is_same) {
            stretches.clear();
        }
        let owner = owner.map(|(name, _)| (*name).to_owned());
        Part { module: module.clone(), old: old.cloned(), owner, stretches }
    }

    /// The row of the list of modules that it stands in; what is taken over, in that of its owner.
    fn row(&self) -> &str {
        let is_renamed = self.old.as_ref().is_none_or(|old| old.name != self.module.name);
        match &self.owner {
            Some(owner) if self.stretches.is_empty() => owner,
            _ if is_renamed => "New",
            _ if self.stretches.is_empty() => "Unchanged",
            _ => "Changed",
        }
    }

    /// How many lines of code it has, and how many of them the stage before does not have.
    fn counts(&self) -> [usize; 2] {
        let lines = lines(&self.module.lines());
        let added = self.stretches.iter().map(|stretch| match stretch {
            Stretch::New(range) => count(&lines[range.clone()]),
            _ => 0,
        });
        [count(&lines), added.sum()]
    }

    /// Its lines, with what differs from the stage before.
    fn html(&self, stage: &str, before: Option<&String>) -> Markup {
        let (Module { name, file, .. }, [all, added]) = (&self.module, self.counts());
        let label = format!("{name} of the stage {stage}");
        let differs =
            before.map_or_else(String::new, |it| format!(", with what differs from {it}"));
        html! {
            section class="module" {
                p {
                    code { (file.file_name().unwrap_or_default().display()) } " "
                    span {
                        (all) " lines of code"
                        @if before.is_some() { ", " (added) " new" }
                    }
                }
                div class="diff" tabindex="0" role="group" aria-label={ (label) (differs) } {
                    (PreEscaped(self.listing()))
                }
            }
        }
    }

    /// Its lines as HTML.
    fn listing(&self) -> String {
        let coloured = colour::lines(&self.module.code(), "rust");
        let old = self.old.as_ref().map(Module::lines).unwrap_or_default();
        // The words about what is gone are of no use to who reads what is there.
        difference::html(&self.stretches, &coloured, &lines(&old), is_code)
    }
}

/// A remedy that names the stages with names like this one.
fn alike(stages: &Stages, name: &str) -> Option<String> {
    let near = near(name, stages.keys())?;
    Some(format!("write one of these that have such a name: {near}"))
}

/// The way back from a stage to itself, if there is one: `a after b after a`.
fn circle(stages: &Stages, name: &str) -> Option<String> {
    let mut way = vec![name];
    let mut seen = BTreeSet::new();
    while seen.insert(way[way.len() - 1]) {
        way.push(stages.get(way[way.len() - 1])?.first()?.after.as_ref()?);
    }
    Some(way.join(" after "))
}

/// Whether a line is neither blank nor comment.
fn is_code(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with("//")
}

/// Lines without their numbers.
fn lines<'a>(numbered: &[(usize, &'a str)]) -> Vec<&'a str> {
    numbered.iter().map(|(_, line)| *line).collect()
}

/// How many lines are neither blank nor comment.
fn count(lines: &[&str]) -> usize {
    lines.iter().filter(|line| is_code(line)).count()
}

/// The id of a stage's figure on its page.
pub fn id(name: &str) -> String {
    format!("stage-{name}")
}

#[cfg(test)]
#[path = "../tests/unit/stage.rs"]
mod tests;
