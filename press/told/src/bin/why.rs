//! Says in a page why an edited program prints other lines than the recorded ones, as `cargo book` does on the
//! pages that it serves: reads both runs as JSON, and writes where they part, or `null`.

use std::error::Error;
use std::io::{stdin, stdout};

use serde::Deserialize;
use serde_json::{json, to_writer};
use told::parting::why;
use told::run::Run;
use told::trace::Trace;

/// What the page knows.
#[derive(Deserialize)]
struct Asked {
    recorded: Recorded,
    here: Here,
}

/// The book's program, the file of its trace, and its transcript.
#[derive(Deserialize)]
struct Recorded {
    text: String,
    trace: String,
    printed: String,
}

/// The reader's version, what it and its recorder told, whether it failed then, and what it printed without.
#[derive(Deserialize)]
struct Here {
    text: String,
    told: String,
    failed: bool,
    printed: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let Asked { recorded, here } = serde_json::from_reader(stdin())?;
    let before = Run::of(Trace::parse(&recorded.trace)?, &recorded.text);
    let trace = Trace::of(&here.told)?;
    let trace = trace.map(|it| if here.failed { it.without_error() } else { it });
    let parting = trace.and_then(|trace| {
        let now = Run::of(trace, &here.text);
        why([(&before, &recorded.printed), (&now, &here.printed)])
    });
    let parting = parting.map(|it| json!({ "why": it.why, "line": it.line }));
    Ok(to_writer(stdout(), &parting)?)
}
