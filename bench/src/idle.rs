//! What a message costs beside idle sockets: an example of the ground-up chapter measures two stages
//! of the loop.

use std::env;
use std::process::Command;

use crate::cast::root;
use crate::child::Measured;
use crate::rounds::{Block, Turn};
use crate::rows::Figure;
use bench::record::Peer;

pub const FIGURES: &[Figure] = &[
    Figure {
        id: "idle-10",
        title: "a message beside 10 idle sockets",
        unit: "ns",
    },
    Figure {
        id: "idle-5000",
        title: "a message beside 5,000 idle sockets",
        unit: "ns",
    },
];

const STAGES: [(&str, &str); 2] = [
    ("list", "a list at every look"),
    ("registrations", "registrations"),
];

/// The stages, as peers.
pub fn stages() -> Vec<Peer> {
    STAGES
        .map(|(id, name)| Peer::new(id, name, "rust", String::new()))
        .to_vec()
}

pub fn block() -> Block<'static> {
    let turns = STAGES.iter().enumerate().map(|(column, (id, name))| Turn {
        peer: id.to_string(),
        name: name.to_string(),
        rounds: 1,
        measure: Box::new(move || match measure(column) {
            Some(figures) => Measured::Figures(figures),
            None => Measured::None("the example idle_sockets says no such figure".to_owned()),
        }),
    });
    Block {
        figures: FIGURES,
        sizes: "20,000 and 500 messages".to_owned(),
        turns: turns.collect(),
    }
}

/// The durations of a column, a line for each number of sockets.
fn measure(column: usize) -> Option<Vec<f64>> {
    let cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
        .args([
            "run",
            "--release",
            "--quiet",
            "--package",
            "ground-up",
            "--example",
            "idle_sockets",
        ])
        .current_dir(root())
        .output();
    let said = String::from_utf8(cargo.ok()?.stdout).ok()?;
    let lines = said.lines().skip(1);
    lines
        .map(|line| nanoseconds(line.split_whitespace().nth(column + 1)?))
        .collect()
}

/// Reads `19.2µs`.
fn nanoseconds(duration: &str) -> Option<f64> {
    let units = [("ns", 1.0), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)];
    let (number, scale) = units
        .iter()
        .find_map(|(unit, scale)| Some((duration.strip_suffix(unit)?, scale)))?;
    Some(number.parse::<f64>().ok()? * scale)
}
