//! What stands in `figures.toml`. The press reads it, too.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// All figures of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    pub date: String,
    /// Of the whole run.
    pub seconds: f64,
    pub machine: Machine,
    pub peer: Vec<Peer>,
    pub row: Vec<Figures>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
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
