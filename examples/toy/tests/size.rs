//! The loop stays small, and so does each step of the way to it.

use std::fs;
use std::path::{Path, PathBuf};

/// Each stage, and by how many lines of code it may be longer than the
/// one before it.
const STAGES: [(&str, usize); 14] = [
    ("block_on", 35),
    ("tasks", 510),
    ("timers", 212),
    ("clock", 35),
    ("reactor", 237),
    ("pool", 130),
    ("abort", 25),
    ("readiness", 95),
    ("slots", 35),
    ("mailbox", 20),
    ("edge", 85),
    ("wheel", 155),
    ("scope", 250),
    ("nursery", 165),
];

/// Scopes and nurseries included.
const WHOLE_LOOP: usize = 1_950;

#[test]
fn the_loop_keeps_to_its_budget_of_lines() {
    let lines = lines_of_code("nursery");
    assert!(lines <= WHOLE_LOOP, "{lines} lines");
}

#[test]
fn each_stage_adds_no_more_lines_than_its_idea_takes() {
    let mut before = 0;
    for (stage, budget) in STAGES {
        let lines = lines_of_code(stage);
        let added = lines.saturating_sub(before);
        assert!(added <= budget, "{stage}: {added} lines");
        before = lines;
    }
}

/// In all modules of a stage, wherever their files are.
fn lines_of_code(stage: &str) -> usize {
    let files = modules(stage).into_iter().map(|file| {
        let text = fs::read_to_string(&file);
        let text = text.unwrap_or_else(|e| panic!("{file:?}: {e}"));
        text.lines().filter(|line| is_code(line)).count()
    });
    files.sum()
}

fn modules(stage: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = folder.join("src/stages").join(stage);
    let root = folder.join("mod.rs");
    let text = fs::read_to_string(&root).expect("a stage has a mod.rs");
    let mut files = vec![root];
    let mut path = None;
    for line in text.lines() {
        if let Some(taken) = line.strip_prefix("#[path = \"") {
            path = taken.strip_suffix("\"]");
        } else if let Some(name) = line.strip_prefix("mod ") {
            let own = name.trim_end_matches(';').to_owned() + ".rs";
            files.push(folder.join(path.take().unwrap_or(&own)));
        }
    }
    files
}

/// Neither blank nor a comment.
fn is_code(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with("//")
}
