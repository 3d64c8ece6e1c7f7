//! What the benchmark writes; the rest is its program.

mod figures;
pub mod record;
