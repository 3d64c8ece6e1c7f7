//! Finds interpreters, runs the book's programs on their clock, and compares what they print with the
//! recorded transcripts. It knows nothing of mdBook, so that every chapter's tests can use it.

#![warn(missing_docs)]

mod cargo;
mod chapter;
mod draft;
mod exercise;
mod interpreter;
mod packages;
mod python_tests;
mod recipe;
mod recording;
mod run;
mod scratch;
mod tracer;
mod transcript;
mod trial;

pub use cargo::{Artifacts, COMPILING, compile, target};
pub use chapter::{Chapter, Header, Lack, Language, Program, entries, in_ci};
pub use draft::{Draft, Drafts};
pub use exercise::{Answers, Exercise, Grade, Verdict, compiler};
pub use interpreter::{
    OLDEST, Python, RECORDED, RELEASES, Version, pythons, pythons_from, wanted_pythons,
};
pub use python_tests::{PythonTest, Span};
pub use recipe::{Compiled, Mark, Recipe};
pub use recording::{Options, Recording};
pub use run::{Clock, Command, End, Stop, stop_all};
pub use scratch::{Scratch, next_file, remove, swap};
pub use told::trace;
pub use tracer::MACROS;
pub use transcript::{Report, Runner};

/// Tells what is going on, on the error output. Nobody may be there to read it: then nobody misses it.
fn tell(words: std::fmt::Arguments<'_>) {
    let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{words}\n"));
}
