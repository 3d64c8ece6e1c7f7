//! Finds interpreters, runs the book's programs on their clock, and compares what they print with the
//! recorded transcripts. It knows nothing of mdBook, so that every chapter's tests can use it.

#![warn(missing_docs)]

mod cargo;
mod chapter;
mod interpreter;
mod python_tests;
mod recording;
mod run;
mod stand_in;
mod suite;
pub mod trace;
mod tracer;
mod transcript;

pub use cargo::{Artifacts, target};
pub use chapter::{Chapter, Header, Language, Program};
pub use interpreter::{Python, RECORDED, Version, pythons, wanted_pythons};
pub use python_tests::PythonTest;
pub use recording::{Options, Recording};
pub use run::{Clock, Command, End, Outcome, Stop, stop_all};
pub use stand_in::Lack;
pub use suite::{conclude, each_python, in_ci, lacking, main};
pub use transcript::{Report, Runner};
