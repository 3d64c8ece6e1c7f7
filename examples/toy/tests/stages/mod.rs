//! The suites of each stage, run on that stage and on all after it.

mod abort;
mod clock;
mod edge;
mod mailbox;
mod nursery;
mod pool;
mod reactor;
mod readiness;
mod scope;
mod slots;
mod tasks;
mod timers;
mod wheel;
