//! The concept map: `src/reference/concepts.toml`.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::fault::{Fault, Flaw, line_at};

/// Where the map is, from the book's root.
pub const FILE: &str = "src/reference/concepts.toml";

/// The levels of the reading path, in its order.
pub const LEVELS: [&str; 4] = ["Basic", "Intermediate", "Advanced", "Beyond"];

/// One row of the map. Its texts are Markdown.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// What headings call it.
    pub id: String,
    /// What it is, in a few words.
    pub name: String,
    /// The keys of the resources that teach it.
    pub sources: Vec<String>,
    /// Its names in Python.
    pub python: String,
    /// The nearest names in Rust.
    pub rust: String,
    /// What differs between the two.
    pub difference: String,
    /// Basic, Intermediate, Advanced or Beyond.
    pub level: String,
    /// The chapter that teaches it.
    pub chapter: String,
}

#[derive(Deserialize)]
struct Map {
    #[serde(default)]
    concept: Vec<Concept>,
}

/// Reads the map of the book at `root`; a book without one has no concepts.
/// Errors: if the file is not a map.
pub fn read(root: &Path) -> Result<Vec<Concept>, Fault> {
    let file = root.join(FILE);
    if !file.exists() {
        return Ok(Vec::new());
    }
    let fault =
        |line, found: String, remedy: &str| Flaw::new(found, remedy).at(Path::new(FILE), line);
    let text = fs::read_to_string(file).map_err(|e| fault(0, e.to_string(), "make it readable"))?;
    let map: Map = toml::from_str(&text).map_err(|e| {
        let line = e.span().map_or(0, |span| line_at(&text, span.start));
        fault(line, e.message().to_owned(), "give the row the keys of the others")
    })?;
    Ok(map.concept)
}
