//! What the programs of this chapter share.

pub mod timed;
pub mod tls;
