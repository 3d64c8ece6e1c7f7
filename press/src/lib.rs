//! Builds, checks and serves the book.
//!
//! From the bottom up: [`markdown`] reads a page into marks; [`program`], [`figure`], [`stage`] and
//! [`proofs`] read what marks show, each whole or with all that is wrong with it; [`book`] reads all
//! pages so; [`print`] and [`index`] print them, and cannot fail; [`build`] has mdBook make files of that;
//! [`check`] and [`finished`] look at it; [`live`], [`serve`] and [`runs`] serve it.

#![warn(missing_docs)]

pub mod book;
pub mod build;
pub mod check;
mod colour;
mod compile;
pub mod concepts;
mod drawing;
pub mod fault;
pub mod figure;
pub mod finished;
pub mod index;
pub mod links;
pub mod live;
pub mod markdown;
mod predict;
pub mod print;
pub mod printed;
pub mod program;
pub mod proofs;
mod run;
pub mod runs;
pub mod say;
pub mod serve;
pub mod stage;
pub mod target;
mod trials;
pub mod watch;
mod words;
