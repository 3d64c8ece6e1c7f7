//! Records what tokio's `current_thread` runtime does in a program, by tokio's own `tracing` feature.
//!
//! Each event is a line of its own, `\x1e` and a JSON object, between the lines that the program
//! prints. What tokio does not say is read from the stack: the line of the program, and who wakes.

mod main_task;
mod stack;
mod state;
mod subscriber;
#[allow(dead_code, reason = "events are all that is written here")]
#[path = "../src/trace.rs"]
mod trace;

use std::sync::Mutex;

use tokio::task::{AbortHandle, JoinHandle};
use trace::What;

pub use main_task::{BlockOn, runtime};
use stack::Stack;
use state::State;

static STATE: Mutex<Option<State>> = Mutex::new(None);

/// Does something with the state, once recording has begun.
fn with<R>(action: impl FnOnce(&mut State) -> R) -> Option<R> {
    STATE.lock().ok()?.as_mut().map(action)
}

/// Stands for `println!` in the program and in its chapter.
#[macro_export]
macro_rules! println {
    ($($argument:tt)*) => { $crate::print(&::std::format!($($argument)*)) };
}

#[doc(hidden)]
pub fn print(text: &str) {
    let line = Stack::here().line();
    let told = with(|state| {
        for text in text.split('\n') {
            let text = text.to_owned();
            state.tell(None, line, What::Print { text });
        }
    });
    if told.is_none() {
        std::println!("{text}");
    }
}

/// Stands for `abort`, of which tokio says nothing.
pub trait Abort {
    /// Asks for the task's cancellation.
    fn recorded_abort(&self);
}

impl<T> Abort for JoinHandle<T> {
    fn recorded_abort(&self) {
        ask(&self.id().to_string());
        self.abort();
    }
}

impl Abort for AbortHandle {
    fn recorded_abort(&self) {
        ask(&self.id().to_string());
        self.abort();
    }
}

fn ask(id: &str) {
    let line = Stack::here().line();
    with(|state| {
        if let Some(task) = id.parse().ok().and_then(|id| state.task(id)) {
            state.cancel(task, line);
        }
    });
}
