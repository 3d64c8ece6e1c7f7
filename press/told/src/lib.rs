//! What a scheduler did in a recorded run, told in the book's words. It knows neither files nor programs that
//! run: so it can be had in a page, too.
//!
//! A `trace` is what a recorder has told. `run` interprets it as steps, whose tasks `names` calls as the story does;
//! `words` tell the steps, `reasons` say why a line cannot come earlier, and `parting` why two runs print other things.

#![warn(missing_docs)]

pub mod names;
pub mod parting;
pub mod reasons;
pub mod run;
pub mod text;
pub mod trace;
pub mod words;
