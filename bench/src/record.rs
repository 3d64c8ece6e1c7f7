//! The file of figures: written whole, or left as it is.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// All figures of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub date: String,
    /// Of the whole run.
    pub seconds: f64,
    pub machine: Machine,
    pub peer: Vec<Peer>,
    pub row: Vec<Figures>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    pub cpu: String,
    pub cores: usize,
    pub memory: String,
    pub system: String,
    /// How many processes wanted a core, in the minute before.
    pub load: String,
    pub rust: String,
    pub python: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Peer {
    pub id: String,
    pub name: String,
    pub language: String,
    pub version: String,
    /// Why it was not measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}

/// One figure of all peers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub id: String,
    pub title: String,
    pub unit: String,
    /// How much was done for one measurement.
    pub sizes: String,
    /// How long all measurements took that yield it.
    pub seconds: f64,
    /// The lowest, the median and the highest of each peer.
    pub figures: BTreeMap<String, [f64; 3]>,
    /// Why others have none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub without: BTreeMap<String, String>,
}

impl Peer {
    pub fn new(id: &str, name: &str, language: &str, version: String) -> Peer {
        let [id, name, language] = [id, name, language].map(str::to_owned);
        Peer {
            id,
            name,
            language,
            version,
            missing: None,
        }
    }

    pub fn missing(mut self, why: &str) -> Peer {
        self.missing = Some(why.to_owned());
        self
    }
}

impl Record {
    /// The last one, if it can be read.
    pub fn read(file: &Path) -> Option<Record> {
        toml::from_str(&fs::read_to_string(file).ok()?).ok()
    }

    /// Takes the place of the file in one step: who reads sees the last one or this one.
    pub fn replace(&self, file: &Path) -> io::Result<()> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        let folder = file.parent().map_or_else(PathBuf::new, Path::to_owned);
        let mut next = tempfile::NamedTempFile::new_in(folder)?;
        next.write_all(HEAD.as_bytes())?;
        next.write_all(text.as_bytes())?;
        next.as_file().sync_all()?;
        next.persist(file)?;
        Ok(())
    }
}

const HEAD: &str = "# Made by `cargo run --release -p bench`, and not by hand.\n\n";

/// The lowest, the median and the highest, to four digits.
pub fn spread(mut figures: Vec<f64>) -> Option<[f64; 3]> {
    figures.sort_by(f64::total_cmp);
    let (first, last) = (figures.first()?, figures.last()?);
    // Of an even number, what lies between the two in the middle.
    let middle = [(figures.len() - 1) / 2, figures.len() / 2].map(|place| figures[place]);
    Some([*first, middle.iter().sum::<f64>() / 2.0, *last].map(rounded))
}

fn rounded(figure: f64) -> f64 {
    let digits = 3 - figure.abs().max(1e-9).log10().floor() as i32;
    let scale = 10f64.powi(digits);
    (figure * scale).round() / scale
}

#[cfg(test)]
#[path = "../tests/unit/record.rs"]
mod tests;
