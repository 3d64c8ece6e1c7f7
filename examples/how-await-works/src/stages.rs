//! The loops that this chapter builds. Each file is finished, and is
//! the one that its first line names and one idea more.

pub mod by_hand;
pub mod round_robin;
pub mod traps;
