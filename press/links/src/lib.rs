//! The links of the text, checked by mdbook-linkcheck2.

#![warn(missing_docs)]

use std::error::Error;
use std::path::{Path, PathBuf};

use codespan::{FileId, Files, Span};
use mdbook_linkcheck2::{Config, HashedRegex, ValidationOutcome, extract_links, validate};
use serde::{Deserialize, Serialize};

/// A link that leads nowhere.
#[derive(Debug, Serialize, Deserialize)]
pub struct Broken {
    /// The page that it stands on, by the path that the page was given with.
    pub file: PathBuf,
    /// The line, from 1; 0 where the whole page is meant.
    pub line: usize,
    /// What was found.
    pub found: String,
    /// What to do about it.
    pub remedy: String,
}

/// What is wrong with the links of the pages as they were written. A page is its path from `src` and
/// its Markdown; the book stands at `root`. Web links are followed only where `web` says so.
/// Panics: within a tokio runtime, for the checker starts its own.
/// Errors: if the checker itself fails.
pub fn faults(root: &Path, pages: &[(PathBuf, String)], web: bool) -> anyhow::Result<Vec<Broken>> {
    let mut files = Files::new();
    let mut ids = Vec::new();
    for (path, text) in pages {
        // A documented statement leads to the web like any link; no line gets another number by this.
        let text = text.replace("](docs:", "](");
        ids.push(files.add(path.clone(), text));
    }
    let config = Config {
        follow_web_links: web,
        // Our own notation, which press has looked at.
        exclude: vec![HashedRegex::new("^test:")?],
        ..Config::default()
    };
    let (links, incomplete) = extract_links(&config, ids.clone(), &files);
    let source = root.join("src").canonicalize()?;
    let ValidationOutcome { invalid_links, incomplete_links, .. } = validate(
        &links,
        &config,
        &source,
        &mut linkcheck2::validation::Cache::default(),
        &files,
        &ids,
        &ids,
        incomplete,
    )?;
    let broken = |file: FileId, span: Span, found: String, remedy: &str| Broken {
        file: PathBuf::from(files.name(file)),
        line: files.location(file, span.start()).map_or(0, |at| at.line.to_usize() + 1),
        found,
        remedy: remedy.to_owned(),
    };
    let invalid = invalid_links.iter().map(|invalid| {
        let link = &invalid.link;
        let mut found = format!("the link to `{}` is broken: {}", link.href, invalid.reason);
        if let Some(cause) = invalid.reason.source() {
            found = format!("{found}: {cause}");
        }
        let remedy = "mend the address, or take the link out";
        broken(link.file, link.span, found, remedy)
    });
    let incomplete = incomplete_links.iter().map(|link| {
        let found = format!("`[{}]` leads nowhere", link.reference);
        let remedy = "give it an address, or write \\[ for a bracket";
        broken(link.file, link.span, found, remedy)
    });
    Ok(invalid.chain(incomplete).collect())
}
