//! The Rust half of the chapter, as a module for Python: an engine for
//! asyncio made of the book's own loop, and the border between a
//! coroutine and a future, crossed in both directions.
//!
//! PyO3's macros write the unsafe code that a module for Python needs.
//! Here there is none.

use pyo3::prelude::*;

mod awaitable;
mod border;
mod coroutine;
mod engine;
mod two_loops;

#[pymodule]
mod _rust {
    #[pymodule_export]
    use crate::awaitable::Awaitable;
    #[pymodule_export]
    use crate::border::{
        call_after_sleep, first, join, panic, sleep, spawn, timeout,
    };
    #[pymodule_export]
    use crate::engine::{Engine, Timer};
    #[pymodule_export]
    use crate::two_loops::on_tokio;
}
