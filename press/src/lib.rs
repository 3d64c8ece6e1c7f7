//! Builds, checks and serves the book.

#![warn(missing_docs)]

pub mod build;
pub mod check;
mod colour;
pub mod concepts;
mod expand;
pub mod fault;
pub mod html;
mod notation;
mod phrasebook;
mod predict;
mod programs;
mod proofs;
pub mod runs;
pub mod serve;
mod stages;
pub mod survey;
mod trace;
pub mod watch;

pub use expand::Press;
