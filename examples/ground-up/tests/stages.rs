//! Each stage is the one before it, one idea more, and no more lines
//! than that takes.

use std::fs;

/// The stage, the one before it, and how many lines it may add.
const STAGES: [(&str, &str, usize); 8] = [
    ("block_on", "traps", 45),
    ("tasks", "block_on", 190),
    ("timers", "tasks", 100),
    ("clock", "timers", 35),
    ("reactor", "clock", 155),
    ("pool", "reactor", 80),
    ("abort", "pool", 35),
    ("readiness", "abort", 70),
];

fn source(stage: &str) -> String {
    let file =
        format!("{}/src/stages/{stage}.rs", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&file).unwrap_or_default()
}

fn code(source: &str) -> impl Iterator<Item = &str> {
    let lines = source.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with("//"))
}

#[test]
fn stage_names_the_one_before_it() {
    for (stage, before, _) in STAGES {
        let first = format!("// after: {before}\n");
        assert!(source(stage).starts_with(&first), "{stage}");
    }
}

#[test]
fn stage_adds_no_more_lines_than_its_idea_takes() {
    for (stage, before, budget) in STAGES {
        let own = code(&source(stage)).count();
        let grown = own - code(&source(before)).count();
        assert!(grown <= budget, "{stage}: {grown} of {budget} lines");
    }
}

#[test]
fn lines_of_a_stage_fit_the_page() {
    for (stage, ..) in STAGES {
        for line in source(stage).lines() {
            assert!(line.chars().count() <= 72, "{stage}: {line}");
        }
    }
}

#[test]
fn part_of_a_stage_that_a_page_shows_fits_it() {
    for (stage, ..) in STAGES {
        let source = source(stage);
        let names = source
            .lines()
            .filter_map(|line| line.trim().strip_prefix("// ANCHOR: "));
        for name in names {
            let (begin, end) = (
                format!("// ANCHOR: {name}\n"),
                format!("// ANCHOR_END: {name}\n"),
            );
            let after = source.split(&begin).nth(1).unwrap_or("");
            let (part, _) =
                after.split_once(&end).unwrap_or_else(|| {
                    panic!("{stage}: {name} does not end")
                });
            let shown = part.lines().count();
            assert!(shown <= 40, "{stage}: {name} has {shown} lines");
        }
    }
}

/// The moment between two locks is too short for a test to meet it at
/// will. The finished loop has the same handshake, and there loom tries
/// every order of the two threads.
#[test]
fn looking_and_noting_happen_under_one_lock() {
    for stage in ["reactor", "pool", "abort", "readiness"] {
        let source = source(stage);
        let body = |head| {
            let (_, body) = source.split_once(head).expect("it stands");
            body.split_once("\n    }\n").expect("it ends").0
        };
        for (head, change) in [
            ("fn fall_asleep(", "asleep = queue.ready.is_empty()"),
            ("fn wake(self", "mem::take(&mut queue.asleep)"),
        ] {
            let body = body(head);
            assert_eq!(body.matches("queue()").count(), 1, "{stage}");
            assert!(body.contains(change), "{stage}: {head}");
            assert!(!body.contains("drop(queue)"), "{stage}: {head}");
        }
    }
}
