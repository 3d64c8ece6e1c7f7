//! The event loop, stage by stage. Each file is complete in itself: the
//! one before it, and one idea more.

pub mod abort;
pub mod block_on;
pub mod clock;
pub mod pool;
pub mod reactor;
pub mod readiness;
pub mod tasks;
pub mod timers;
