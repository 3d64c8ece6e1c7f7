//! The programs that a command names.

use std::path::{Path, PathBuf};

use crate::{Chapter, Program};

/// The programs that a command names, in the order of the book's folders, each once.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// All of them.
    pub programs: Vec<Program>,
    /// Those that are named one by one, and not by their chapter.
    pub one_by_one: Vec<Program>,
}

impl Selection {
    /// What `names` name: a program by its address, `first-steps/lookout`, or by a path to one of its
    /// files; all programs of a chapter by `first-steps` or a path to its folder. No names are all.
    ///
    /// # Errors
    ///
    /// A name that leads to no program, and the one that may be meant; or a folder that cannot be read.
    pub fn of(examples: &Path, names: &[String]) -> Result<Selection, String> {
        let mut known = Vec::new();
        for chapter in Chapter::all(examples).map_err(|e| e.to_string())? {
            known.extend(chapter.programs().map_err(|e| e.to_string())?);
        }
        known.retain(|program| !program.languages().is_empty());
        let mut selection = Selection::default();
        for name in names {
            let address = address(examples, name);
            let by = |program: &&Program| program.address() == address;
            let one = known.iter().find(by).cloned();
            let chapter = known.iter().filter(|it| it.chapter.slug() == address);
            let chapter: Vec<_> = chapter.cloned().collect();
            if one.is_none() && chapter.is_empty() {
                return Err(unknown(name, &address, &known));
            }
            selection.one_by_one.extend(one.clone());
            selection.programs.extend(chapter.into_iter().chain(one));
        }
        if names.is_empty() {
            selection.programs = known;
        }
        selection.programs.sort();
        selection.programs.dedup();
        Ok(selection)
    }
}

/// `examples/tour/src/bin/dome.rs`, `tour/dome.rs`, and `python/dome.py` in the folder of the chapter,
/// are `tour/dome`.
fn address(examples: &Path, name: &str) -> String {
    let inner = Path::new(name).canonicalize().ok().and_then(|path| {
        let examples = examples.canonicalize().ok()?;
        Some(path.strip_prefix(examples).ok()?.to_owned())
    });
    let path = inner.unwrap_or_else(|| PathBuf::from(name));
    let folders = [
        ".",
        "examples",
        "python",
        "src",
        "bin",
        "transcripts",
        "traces",
    ];
    let mut parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.retain(|part| !folders.contains(&part.as_ref()));
    match &parts[..] {
        [chapter, program] => format!(
            "{chapter}/{}",
            program.split('.').next().unwrap_or_default()
        ),
        _ => parts.join("/"),
    }
}

fn unknown(name: &str, address: &str, known: &[Program]) -> String {
    let chapters = known.iter().map(|program| program.chapter.slug());
    let all: Vec<_> = chapters.chain(known.iter().map(Program::address)).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let close = similar::get_close_matches(address, &all, 1, 0.6);
    let meant = close.first().map_or_else(
        || "a program is named as first-steps/lookout, its chapter as first-steps".to_owned(),
        |close| format!("did you mean {close}?"),
    );
    format!("{name} names no program and no chapter; {meant}")
}
