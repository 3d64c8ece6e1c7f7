//! The last two stages. Each is a file beside the loop that stands: it
//! needs what the loop shows everybody, and nothing more.

pub mod nursery;
pub mod scope;
