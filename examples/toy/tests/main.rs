//! The proofs of the loop, in one program: each suite is run on every
//! stage that has what it is about.

mod size;
mod stages;
