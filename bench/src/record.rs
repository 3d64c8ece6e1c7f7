//! The file of figures: written whole, or left as it is.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use crate::figures::{Figures, Machine, Peer, Record};

impl Peer {
    pub fn new(id: &str, name: &str, language: &str, version: String) -> Peer {
        let [id, name, language] = [id, name, language].map(str::to_owned);
        Peer { id, name, language, version, missing: None }
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
        let mut next = proof::next_file(&folder)?;
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
