//! Records what schedulers do in a program: tokio's `current_thread` runtime by tokio's own `tracing`
//! feature, the book's own loop and its stages by their tracers.
//!
//! Each event is a line of its own, `\x1e` and a JSON object, between the lines that the program
//! prints. What they do not say is read from the stack: the line of the program, and who wakes.

#[allow(dead_code, reason = "events are all that is written here")]
#[path = "../../src/trace.rs"]
mod format;
mod kept;
mod stack;
pub mod stage;
mod state;
mod subscriber;
mod tokio_main;
pub mod toy;

use std::panic;
use std::sync::Mutex;

use format::What;
use tokio::task::{AbortHandle, JoinHandle};

use stack::Stack;
use state::State;
use subscriber::Spans;
pub use tokio_main::{BlockOn, runtime};

static STATE: Mutex<Option<State>> = Mutex::new(None);

/// Begins to record: the first thing that a program does.
pub fn start() {
    // Already set: a program whose main tokio wraps.
    if tracing::subscriber::set_global_default(Spans::default()).is_err() {
        return;
    }
    if let Ok(mut state) = STATE.lock() {
        *state = Some(State::new());
    }
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        with(|state| state.panicked = text.map(str::to_owned));
        hook(panic);
    }));
}

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
