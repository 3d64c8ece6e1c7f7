//! Reads pages as JSON, prints their broken links as JSON.

use std::io;
use std::path::PathBuf;

use serde::Deserialize;

#[derive(Deserialize)]
struct Question {
    root: PathBuf,
    pages: Vec<(PathBuf, String)>,
    web: bool,
}

fn main() -> anyhow::Result<()> {
    let question: Question = serde_json::from_reader(io::stdin().lock())?;
    let broken = links::faults(&question.root, &question.pages, question.web)?;
    serde_json::to_writer(io::stdout().lock(), &broken)?;
    Ok(())
}
