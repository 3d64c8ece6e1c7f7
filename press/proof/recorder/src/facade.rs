//! What stands for tokio in a program: the same, but for what tokio tells nobody of: the waker of main,
//! and who aborts.

use std::pin::Pin;
use std::task::{Context, Poll};

use crate::kept::Kept;
use crate::state::State;
use crate::with;

pub mod runtime {
    use std::{io, ops};

    use super::Main;
    use crate::format::World;
    use crate::kept::Kept;
    use crate::{start, with};
    pub use ::tokio::runtime::*;

    pub struct Builder(::tokio::runtime::Builder);

    impl Builder {
        #[must_use]
        pub fn new_current_thread() -> Builder {
            start();
            Builder(::tokio::runtime::Builder::new_current_thread())
        }

        pub fn enable_all(&mut self) -> &mut Builder {
            self.0.enable_all();
            self
        }

        pub fn start_paused(&mut self, is_paused: bool) -> &mut Builder {
            self.0.start_paused(is_paused);
            self
        }

        pub fn build(&mut self) -> io::Result<Runtime> {
            self.0.build().map(Runtime)
        }
    }

    pub struct Runtime(::tokio::runtime::Runtime);

    impl Runtime {
        #[track_caller]
        pub fn block_on<F: Future>(&self, main: F) -> F::Output {
            let _context = self.enter();
            with(|state| state.begin(World::Tokio));
            self.0.block_on(Main(Kept::new(main)))
        }
    }

    impl ops::Deref for Runtime {
        type Target = ::tokio::runtime::Runtime;

        fn deref(&self) -> &Self::Target {
            &self.0
        }
    }
}

pub mod task {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use crate::ask;
    pub use ::tokio::task::*;

    #[track_caller]
    pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        JoinHandle(::tokio::spawn(future))
    }

    pub struct JoinHandle<T>(::tokio::task::JoinHandle<T>);

    impl<T> JoinHandle<T> {
        pub fn abort(&self) {
            self.abort_handle().abort();
        }

        #[must_use]
        pub fn abort_handle(&self) -> AbortHandle {
            AbortHandle(self.0.abort_handle())
        }

        #[must_use]
        pub fn is_finished(&self) -> bool {
            self.0.is_finished()
        }
    }

    impl<T> Future for JoinHandle<T> {
        type Output = Result<T, JoinError>;

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
            Pin::new(&mut self.0).poll(cx)
        }
    }

    pub struct AbortHandle(::tokio::task::AbortHandle);

    impl AbortHandle {
        pub fn abort(&self) {
            ask(&self.0.id().to_string());
            self.0.abort();
        }
    }
}

/// Main's future. tokio tells neither of its wakers nor of its end.
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
