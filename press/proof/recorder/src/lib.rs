//! Stands for tokio in a program whose trace is wanted: tokio's `current_thread` runtime is heard by
//! tokio's own `tracing` feature, the book's own loop, at each of its stages, by its tracer.
//!
//! Each event is a line of its own, `\x1e` and a JSON object, between the lines that the program
//! prints. What they do not say is read from the stack: the line of the program, and who wakes.

mod facade;
mod kept;
mod stack;
mod state;
mod subscriber;
pub mod toy;

use std::panic;
use std::sync::{LazyLock, Mutex, PoisonError};

pub use ::tokio::*;
pub use facade::{runtime, task};
pub use task::spawn;

use stack::Stack;
use state::State;
use subscriber::Listener;
use told::trace::What;
use tracing::subscriber::set_global_default;
use tracing_subscriber::{layer::SubscriberExt, registry::Registry};

/// It begins to listen before a loop is made.
static STATE: LazyLock<Mutex<State>> = LazyLock::new(|| {
    let listening = Registry::default().with(Listener);
    set_global_default(listening).expect("no program sets one");
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        with(|state| state.panicked = text.map(str::to_owned));
        hook(panic);
    }));
    Mutex::new(State::new())
});

fn with<R>(action: impl FnOnce(&mut State) -> R) -> R {
    action(&mut STATE.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Stands for `println!` in the program and in its chapter.
#[macro_export]
macro_rules! println {
    ($($argument:tt)*) => { $crate::print(&::std::format!($($argument)*)) };
}

#[doc(hidden)]
pub fn print(text: &str) {
    let line = Stack::here().line();
    with(|state| {
        for text in text.split('\n') {
            state.tell(None, line, What::Print { text: text.to_owned() });
        }
    });
}

/// A task is told to end; tokio does not say by whom.
fn ask(id: &str) {
    let line = Stack::here().line();
    with(|state| {
        let task = id.parse().ok().and_then(|id| state.task(id));
        task.into_iter().for_each(|task| state.cancel(task, line));
    });
}
