//! The main task of tokio's runtime, whose waker tokio does not trace.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::Runtime;

use crate::format::World;
use crate::kept::Kept;
use crate::state::State;
use crate::{start, with};

/// Stands for `block_on`.
pub trait BlockOn {
    /// The same, recorded.
    fn recorded_block_on<F: Future>(&self, main: F) -> F::Output;
}

impl BlockOn for Runtime {
    #[track_caller]
    fn recorded_block_on<F: Future>(&self, main: F) -> F::Output {
        start();
        let _context = self.enter();
        with(|state| state.begin(World::Tokio));
        self.block_on(Main(Kept::new(main)))
    }
}

/// What `#[tokio::main(crate = "recorder")]` makes its runtime of.
pub mod runtime {
    use std::io;

    use super::BlockOn;

    pub struct Builder(tokio::runtime::Builder);

    impl Builder {
        #[must_use]
        pub fn new_current_thread() -> Builder {
            Builder(tokio::runtime::Builder::new_current_thread())
        }

        #[must_use]
        pub fn enable_all(mut self) -> Builder {
            self.0.enable_all();
            self
        }

        pub fn build(mut self) -> io::Result<Runtime> {
            self.0.build().map(Runtime)
        }
    }

    pub struct Runtime(tokio::runtime::Runtime);

    impl Runtime {
        #[track_caller]
        pub fn block_on<F: Future>(&self, main: F) -> F::Output {
            self.0.recorded_block_on(main)
        }
    }
}

/// Its future, which tokio does not trace.
struct Main<F>(Kept<F>);

impl<F: Future> Future for Main<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        with(State::poll_main);
        let poll = Pin::new(&mut self.0).poll(cx);
        with(|state| {
            if let Some(main) = state.current {
                match poll {
                    Poll::Ready(_) => state.ended(main),
                    Poll::Pending => state.returned(main),
                }
            }
        });
        poll
    }
}
