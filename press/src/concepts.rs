//! The concept map: `src/reference/concepts.toml`.

use std::path::Path;

use serde::Deserialize;

use crate::fault::Fault;

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
///
/// # Errors
///
/// If the file is not a map.
pub fn read(root: &Path) -> Result<Vec<Concept>, Fault> {
    let Ok(text) = std::fs::read_to_string(root.join(FILE)) else {
        return Ok(Vec::new());
    };
    match toml::from_str::<Map>(&text) {
        Ok(map) => Ok(map.concept),
        Err(e) => {
            let line = e
                .span()
                .map_or(0, |span| crate::fault::line_at(&text, span.start));
            let remedy = "give the row the keys of the others";
            Err(Fault::new(Path::new(FILE), line, e.message(), remedy))
        }
    }
}
