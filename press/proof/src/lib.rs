//! Finds interpreters, runs the book's programs on their clock, and compares what they print with the
//! recorded transcripts. It knows nothing of mdBook, so that every chapter's tests can use it.

#![warn(missing_docs)]

mod cargo;
mod chapter;
mod interpreter;
mod python_tests;
mod record;
mod run;
mod suite;
pub mod trace;
mod transcript;

pub use cargo::{Artifacts, target};
pub use chapter::{Chapter, Header, Language, Program};
pub use interpreter::{Python, RECORDED, Version, pythons, wanted_pythons};
pub use python_tests::PythonTest;
pub use run::{Clock, Command, End, Outcome, Stop, stop_all};
pub use suite::{conclude, each_python, in_ci, lacking, lacking_python, main};
pub use transcript::{Runner, Verdict, Writer};
