//! What the tests of several pages share.

// Each test file is a crate of its own, and not each needs all of this.
#![allow(dead_code)]

use std::sync::{Arc, Mutex};

use tokio::runtime::{Builder, Runtime};

/// A loop of one thread, whose clock jumps.
pub fn one_thread() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the system can make one more event loop")
}

/// What happened, in order; its clones share one list.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<&'static str>>>);

impl Log {
    /// Adds a line.
    pub fn add(&self, line: &'static str) {
        self.0.lock().expect("no holder panics").push(line);
    }

    /// All lines so far.
    pub fn lines(&self) -> Vec<&'static str> {
        self.0.lock().expect("no holder panics").clone()
    }
}

/// Adds its line when it is dropped.
pub struct Leaves(pub Log, pub &'static str);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.add(self.1);
    }
}
