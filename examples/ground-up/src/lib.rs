//! The programs of this chapter share these.

pub mod stages;
