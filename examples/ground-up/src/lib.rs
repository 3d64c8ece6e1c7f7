//! The programs of this chapter share these.

pub mod async_socket;
pub mod service;
pub mod trap_service;
