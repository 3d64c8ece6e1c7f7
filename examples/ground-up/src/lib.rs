//! The programs of this chapter share these.

pub mod async_socket;
pub mod front_door;
pub mod harbour;
pub mod service;
pub mod trap_service;

pub use toy::stages;
