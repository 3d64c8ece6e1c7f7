//! The programs of this chapter share these.

pub mod async_socket;
pub mod ferry_client;
pub mod trap_service;
