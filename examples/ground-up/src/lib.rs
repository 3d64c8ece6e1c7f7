//! The programs of this chapter share these.

pub mod service;
pub mod stages;
