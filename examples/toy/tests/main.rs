//! The proofs of the loop, in one program: each suite is run on every
//! stage that has what it is about.

#![allow(
    clippy::duplicate_mod,
    reason = "a suite is written once, and run on many stages"
)]
#![allow(
    clippy::module_inception,
    reason = "a suite has the name of the stage that it begins with"
)]

mod size;
mod stages;
