//! What the benchmark writes; the rest is its program.

pub mod record;
