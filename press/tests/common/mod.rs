//! A small book to do harm to.

use std::fs;
use std::path::{Path, PathBuf};

use press::book::Book;
use press::check;
use press::fault::{Fault, Flaw};
use press::printed::Changes;
use tempfile::TempDir;

/// What is wrong with the text of the book at `root`.
#[allow(dead_code, reason = "some tests look at healthy books only")]
pub fn faults_of(root: &Path) -> Vec<Fault> {
    let book = Book::read(root, &Changes::new());
    let pages = book.pages.iter().map(|page| (page.path.clone(), page.text.clone()));
    let pages: Vec<_> = pages.collect();
    let broken = links::faults(root, &pages, false).expect("the link checker runs");
    let broken = broken.into_iter();
    let links = broken
        .map(|it| Flaw::new(it.found, it.remedy).at(&Path::new("src").join(it.file), it.line));
    check::text(&book, links.collect(), None).expect("the checkers run")
}

/// What is wrong with the text of a small book.
#[allow(dead_code, reason = "some tests look at healthy books only")]
pub fn faults(book: &SmallBook) -> Vec<Fault> {
    faults_of(book.root())
}

/// A book in a folder of its own that goes with it.
pub struct SmallBook {
    folder: TempDir,
}

impl SmallBook {
    /// A healthy book of two pages that uses every notation but a listing that does not
    /// compile, which takes a compiler.
    pub fn new() -> SmallBook {
        let folder = TempDir::new().expect("a temporary folder");
        let book = SmallBook { folder };
        book.write("book.toml", BOOK);
        book.write("src/SUMMARY.md", "# Summary\n\n- [Tide](tide.md)\n- [Angles](angles.md)\n");
        book.write("src/tide.md", TIDE);
        book.write("src/angles.md", "# Every angle\n\n{{#angles}}\n");
        book.write("src/reference/concepts.toml", CONCEPTS);
        book.write("src/tide.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        book.write("examples/harbour/python/tide.py", "# clock: real\nprint('high  tide')\n");
        book.write(
            "examples/harbour/src/bin/tide.rs",
            "// clock: real\nfn main() {\n    println!(\"high  tide\");\n}\n",
        );
        book.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"examples/harbour\"]\n",
        );
        book.write("examples/harbour/Cargo.toml", CRATE);
        book.write("examples/harbour/transcripts/tide.txt", "high  tide\n");
        book.write("examples/harbour/traces/tide.python.json", PYTHON_TRACE);
        book.write("examples/harbour/traces/tide.rust.json", RUST_TRACE);
        book.write("examples/harbour/python/passage.py", PASSAGE.0);
        book.write("examples/harbour/src/bin/passage.rs", PASSAGE.1);
        book.write("examples/harbour/transcripts/passage.txt", PASSAGE.2);
        for world in ["asyncio", "tokio"] {
            let language = if world == "tokio" { "rust" } else { "python" };
            let file = format!("examples/harbour/traces/passage.{language}.json");
            book.write(&file, TRACE.replace("WORLD", world));
        }
        book.write("bench/figures.toml", FIGURES);
        book.write("examples/harbour/tests/tide.rs", RUST_TEST);
        for (file, text) in EXERCISE {
            book.write(&format!("exercises/harbour/ebbing/{file}"), text);
        }
        for (file, text) in STAGES {
            book.write(&format!("examples/harbour/src/stages/{file}"), text);
        }
        book.write("examples/harbour/tests/python/test_tide.py", PYTHON_TEST);
        book
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A file of it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    /// Writes a file of it.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let file = self.file(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("the folder");
        fs::write(file, text).expect("the file");
    }

    #[allow(dead_code, reason = "few tests write on a page")]
    /// Puts `lines` at the end of the first page and says on which line they begin.
    pub fn append(&self, lines: &str) -> usize {
        let text = fs::read_to_string(self.file("src/tide.md")).expect("the page");
        self.write("src/tide.md", format!("{text}\n{lines}\n"));
        text.lines().count() + 2
    }
}

/// The manifest of its crate.
#[allow(dead_code, reason = "few tests make another crate")]
pub const CRATE: &str = "[package]\nname = \"harbour\"\nversion = \"0.0.0\"\nedition = \"2024\"\n";

const BOOK: &str = r#"
[book]
title = "Small"
[build]
build-dir = "target/book"
create-missing = false
[preprocessor.press]
after = ["links"]
[output.html.playground]
runnable = false
[output.html.search]
enable = false
"#;

const TIDE: &str = r#"# Tide

{{#program harbour/tide}}

## Waiting { #waiting .concept }

A statement that [holds](test:harbour::the_tide_turns) in Rust, and
[one that holds](test:harbour/python::the_tide_turns) in Python,
and one that is [documented](docs:https://docs.python.org/3.15/ "Python 3.15").

![Water at its highest](tide.svg)

## Waiting again { #again .angle-waiting }

{{#trace harbour/tide}}

See [above](#waiting), [every angle](angles.md#angle-waiting).

{{#program harbour/passage predict}}

{{#stage ebb}}

And with more water:

{{#stage flood}}

```rust,signature
fn wait(hours: u8);
```

```python
{{#include ../examples/harbour/python/tide.py}}
```

```rust
{{#include ../examples/harbour/src/stages/flood/wait.rs:wait}}
```

```rust
{{#include ../examples/harbour/src/stages/flood/depth.rs:ship}}
```

{{#releases}}

{{#figures spawn}}

{{#figures spawn yield of ours other}}

It takes {{#figure spawn.ours}}, {{#figure spawn.ours / spawn.other}} of the other, on {{#figure date}}.
At best it takes {{#figure lowest spawn.ours}}, and there {{#figure spawn.gone}}.

{{#measured}}

{{#exercise harbour/ebbing}}
"#;

/// What was measured.
pub const FIGURES: &str = r#"
date = "2026-11-29"
seconds = 60.0

[machine]
cpu = "a core"
cores = 2
memory = "4 GiB"
system = "linux"
load = "0.1"
rust = "rustc 1.95.0"
python = "3.15.2"

[[peer]]
id = "ours"
name = "ours"
language = "rust"
version = "1.0.0"

[[peer]]
id = "other"
name = "the other"
language = "python"
version = "2.0.0"

[[peer]]
id = "gone"
name = "the gone one"
language = "rust"
version = ""
missing = "it does not compile"

[[row]]
id = "spawn"
title = "spawn a task"
unit = "ns"
sizes = "10"
seconds = 1.0

[row.figures]
ours = [118.0, 125.0, 140.0]
other = [2000.0, 2500.0, 3000.0]

[[row]]
id = "yield"
title = "yield"
unit = "ns"
sizes = "10"
seconds = 1.0

[row.figures]
ours = [18.0, 20.0, 21.0]

[row.without]
other = "it has no such thing"

[[row]]
id = "echo"
title = "echo"
unit = "/s"
sizes = "10"
seconds = 1.0

[row.figures]
ours = [100.0, 200.0, 300.0]
"#;

/// A program in two languages, and what it prints.
const PASSAGE: (&str, &str, &str) = (
    "# clock: real\nfor line in 'ferry: asks', 'gull: cries', 'gull: cries', 'ferry: sails':\n    print(line)\n",
    "// clock: real\nfn main() {\n    println!(\"ferry: asks\\ngull: cries\\ngull: cries\\nferry: sails\");\n}\n",
    "ferry: asks\ngull: cries\ngull: cries\nferry: sails\n",
);

const EBBING: &str = "from answer import HOUR
from exam import expect


def check():
    expect(HOUR, 'No hour.')
    expect(HOUR >= 6, 'Too early.')
    expect(HOUR <= 6, 'Too late.')
";

/// An exercise in Python.
const EXERCISE: [(&str, &str); 6] = [
    (
        "exercise.toml",
        "title = 'Ebb'\ngrade = 'complete'\ntask = 'Say when.'\nhints = ['Look.', 'At six.']\n\
         reasoning = 'It is so.'\nstub = 'No hour.'\n[wrong]\nearly = 'Too early.'\nlate = 'Too late.'\n",
    ),
    ("stub.py", "HOUR = None\n"),
    ("solution.py", "HOUR = 6\n"),
    ("check.py", EBBING),
    ("wrong/early.py", "HOUR = 5\n"),
    ("wrong/late.py", "HOUR = 7\n"),
];

/// The ferry is main, the gull a task.
const TRACE: &str = r#"{"version": 1, "world": "WORLD", "events": [
{"task": 0, "what": "poll"},
{"task": 1, "by": 0, "what": "spawn"},
{"by": 0, "what": "print", "text": "ferry: asks"},
{"task": 0, "by": 0, "what": "keep", "with": "task 1"},
{"task": 0, "what": "pending"},
{"task": 1, "what": "poll"},
{"by": 1, "what": "print", "text": "gull: cries"},
{"by": 1, "what": "print", "text": "gull: cries"},
{"task": 1, "what": "ready"},
{"task": 0, "by": 1, "what": "wake"},
{"task": 0, "what": "poll"},
{"by": 0, "what": "print", "text": "ferry: sails"},
{"task": 0, "what": "ready"}
]}
"#;

const CONCEPTS: &str = r#"
[[concept]]
id = "waiting"
name = "wait for `x`"
sources = ["R1", "R2"]
python = "`await`"
rust = "`.await`"
difference = "none"
level = "Basic"
chapter = "harbour"
"#;

/// Two stages: the second changes a module of the first, takes another over, and has one more.
const STAGES: [(&str, &str); 6] = [
    ("ebb/mod.rs", "//! The water goes.\n\npub mod depth;\npub mod quay;\n"),
    ("ebb/depth.rs", EBB),
    ("ebb/quay.rs", "//! Where ships lie.\n\n/// How long it is.\npub const LENGTH: u8 = 90;\n"),
    ("flood/mod.rs", FLOOD),
    ("flood/depth.rs", FLOOD_DEPTH),
    ("flood/wait.rs", WAIT),
];

const EBB: &str = "//! The water.

/// How deep the water is.
pub fn depth(hours: u8) -> u8 {
    let gone = hours / 2;
    9 - gone
}

/// Whether a ship can leave.
pub fn is_deep(hours: u8) -> bool {
    depth(hours) > 5
}

/// How long a ship has.
pub fn left(hours: u8) -> u8 {
    depth(hours) - 5
}
";

/// What the second stage declares.
#[allow(dead_code, reason = "few tests change it")]
pub const FLOOD: &str = "// after: ebb
//! The water goes, and comes.

pub mod depth;
#[path = \"../ebb/quay.rs\"]
pub mod quay;
pub mod wait;
";

/// The module that it changes.
#[allow(dead_code, reason = "few tests look at it")]
pub const FLOOD_DEPTH: &str = "//! The water.

/// How deep the water is.
pub fn depth(hours: u8) -> u8 {
    let gone = hours % 6;
    9 - gone
}

// ANCHOR: ship
/// Whether a ship can leave.
pub fn is_deep(hours: u8) -> bool {
    depth(hours) > 5
}

/// How long a ship has.
pub fn left(hours: u8) -> u8 {
    depth(hours) - 5
}
// ANCHOR_END: ship
";

const WAIT: &str = "//! Patience.

use super::depth::is_deep;

// ANCHOR: wait
/// Waits for the water, however long it takes, and says for how long.
pub fn wait(hours: u8) -> u8 {
    (hours..).take_while(|&hour| !is_deep(hour)).count() as u8
}
// ANCHOR_END: wait
";

/// Both spawn a task and print; only Python's begins a turn between the two.
const PYTHON_TRACE: &str = r#"{"version": 1, "world": "asyncio", "events": [
{"at": 0.0, "task": 0, "what": "spawn", "name": "main"},
{"at": 0.0, "task": 0, "line": 2, "what": "poll"},
{"at": 0.0, "task": 1, "by": 0, "line": 2, "what": "spawn", "name": "ebb"},
{"at": 0.0, "task": 0, "line": 2, "what": "keep", "with": "task 1"},
{"at": 0.0, "task": 0, "line": 2, "what": "pending"},
{"at": 0.0, "what": "turn", "ready": 1},
{"at": 0.0, "task": 1, "line": 2, "what": "poll"},
{"at": 0.0, "task": 1, "by": 1, "line": 2, "what": "print", "text": "high  tide"},
{"at": 0.0, "task": 1, "line": 2, "what": "ready"},
{"at": 0.0, "task": 0, "by": 1, "what": "wake"},
{"at": 0.0, "what": "turn", "ready": 1},
{"at": 0.0, "task": 0, "line": 2, "what": "poll"},
{"at": 0.0, "task": 0, "line": 2, "what": "ready"}
]}
"#;

/// What Python's has, and a wait of its own.
const RUST_TRACE: &str = r#"{"version": 1, "world": "tokio", "events": [
{"at": 0.0, "task": 0, "what": "spawn"},
{"at": 0.0, "task": 0, "line": 3, "what": "poll"},
{"at": 0.0, "task": 1, "by": 0, "line": 3, "what": "spawn"},
{"at": 0.0, "task": 0, "line": 3, "what": "keep", "with": "task 1"},
{"at": 0.0, "task": 0, "line": 3, "what": "pending"},
{"at": 0.0, "task": 1, "line": 3, "what": "poll"},
{"at": 0.0, "task": 1, "by": 1, "line": 3, "what": "print", "text": "high  tide"},
{"at": 0.0, "task": 1, "by": 1, "line": 3, "what": "wake"},
{"at": 0.0, "task": 1, "line": 3, "what": "pending"},
{"at": 0.0, "task": 1, "line": 3, "what": "poll"},
{"at": 0.0, "task": 1, "line": 3, "what": "ready"},
{"at": 0.0, "task": 0, "by": 1, "what": "wake"},
{"at": 0.0, "task": 0, "line": 3, "what": "poll"},
{"at": 0.0, "task": 0, "line": 3, "what": "ready"}
]}
"#;

const RUST_TEST: &str = "#[test]\nfn the_tide_turns() {\n    assert!(true);\n}\n";

const PYTHON_TEST: &str = "import unittest


class Tide(unittest.TestCase):
    def test_the_tide_turns(self):
        self.assertTrue(True)
";
