//! Builds, checks and serves the book.
//!
//! From the bottom up: `markdown` reads a page into marks. `difference` compares two texts. `run` reads
//! a recorded run, whose steps the crate `told` tells; `drawing` draws them, and
//! `predict` asks them for reasons. `program`, `figure`, `stage` and
//! `proofs` read what marks show, each whole or with all that is wrong with it; `releases` compares what
//! of that differs from one Python to the next; `measured` reads what the benchmark found, and `plot`
//! draws it; `ask` makes questions of recorded runs; `glossary` knows the words of the field.
//! `book` reads all pages so, and each has its `address`; `print`, `outline`, `tracks` and `index` print them, and cannot fail.
//! `search` makes an index of them.
//! `paper` lays finished pages out as one page to print; the crate `epub` binds them for e-readers.
//! `build` has mdBook make files of that, and lays beside them what pages load `on_demand`; `finished` looks at these,
//! and `check` at everything.
//! `live` serves the book and follows its files, with `trials` of programs that change.
//! `serve` answers, and `runs` says who may have a program run: a `job`, which
//! reads `marks` off what is printed, and tells where a reader's version parts from the recorded run.
//!
//! Below all: `fault` is what is wrong at a place, `say` tells the terminal, `colour` colours code, `parallel`
//! does things side by side, `target` knows cargo's folders, `watch` the book's files, `links` asks the link
//! checker, `companion` starts that and what else is a crate of its own, `compile` learns how a chapter is
//! compiled, and `concepts` reads the concept map.
//!
//! Beside `program`, `needs` says what keeps one, or an answer, from running in a page, `exercise` reads and prints an
//! exercise, `attempt` checks what readers make of it, and `road` looks how far their own event loop stands.

#![warn(missing_docs)]

pub mod address;
mod ask;
pub mod attempt;
pub mod book;
pub mod build;
pub mod check;
mod colour;
pub mod companion;
mod compile;
mod concepts;
mod difference;
mod drawing;
pub mod exercise;
pub mod fault;
mod figure;
mod finished;
mod glossary;
mod index;
mod job;
pub mod links;
pub mod live;
mod markdown;
mod marks;
mod measured;
mod needs;
mod on_demand;
mod outline;
pub mod paper;
mod parallel;
mod plot;
mod predict;
pub mod print;
pub mod printed;
mod program;
mod proofs;
mod releases;
pub mod road;
mod run;
pub mod runs;
pub mod say;
mod search;
pub mod serve;
mod stage;
pub mod target;
mod tracks;
mod trials;
pub mod watch;
