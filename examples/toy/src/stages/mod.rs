//! The event loop, stage by stage: each is the stage before it and one
//! idea more. A stage is a folder of small modules. It has those that
//! the idea changes, and takes over the others by their path.
//!
//! The last one, [`nursery`], is the loop that this crate is.

pub mod abort;
pub mod block_on;
pub mod clock;
pub mod edge;
pub mod mailbox;
pub mod nursery;
pub mod pool;
pub mod reactor;
pub mod readiness;
pub mod scope;
pub mod slots;
pub mod tasks;
pub mod timers;
pub mod wheel;
