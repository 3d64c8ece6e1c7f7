//! The proofs of the loop, in one program: each file is a module.

mod common;
mod fast;
mod nurseries;
mod pool;
mod running;
mod scopes;
mod size;
mod sockets;
mod tasks;
mod timers;
mod wakes;
