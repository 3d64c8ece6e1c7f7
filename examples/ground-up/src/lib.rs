//! The programs of this chapter share these.

pub mod harbour;
pub mod service;
pub mod stages;
