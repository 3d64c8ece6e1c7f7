//! The concept map: `src/reference/concepts.toml`.

use std::path::Path;

use serde::Deserialize;

use crate::fault::{Fault, tables};

/// Where the map is, from the book's root.
pub const FILE: &str = "src/reference/concepts.toml";

/// The levels of the reading path, in its order.
pub const LEVELS: [&str; 4] = ["Basic", "Intermediate", "Advanced", "Beyond"];

/// One row of the map. Its texts are Markdown.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// What headings call it.
    pub id: String,
    pub name: String,
    /// The keys of the resources that teach it.
    pub sources: Vec<String>,
    /// Its names in Python.
    pub python: String,
    /// The nearest names in Rust.
    pub rust: String,
    pub difference: String,
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
pub fn read(root: &Path) -> Result<Vec<Concept>, Fault> {
    let map = tables(root, FILE, "give the row the keys of the others")?;
    Ok(map.map_or_else(Vec::new, |(Map { concept }, _)| concept))
}
