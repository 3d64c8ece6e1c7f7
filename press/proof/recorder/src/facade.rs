//! What stands for tokio in a program: the same, but for what tokio tells nobody of, the waker of main and
//! who aborts. What of `runtime` and `task` is not here cannot be recorded, and the compiler says so.

pub mod runtime {
    use std::future::poll_fn;
    use std::io;
    use std::pin::Pin;
    use std::sync::LazyLock;

    use told::trace::World;

    use crate::kept::kept;
    use crate::{STATE, with};

    pub struct Builder(::tokio::runtime::Builder);

    impl Builder {
        pub fn new_current_thread() -> Builder {
            LazyLock::force(&STATE);
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
            let _context = self.0.enter();
            with(|state| state.begin(World::Tokio));
            let mut main = kept(main);
            // tokio tells neither of its wakers nor of its end.
            self.0.block_on(poll_fn(move |context| {
                with(|state| state.poll(0));
                let poll = Pin::new(&mut main).poll(context);
                with(|state| if poll.is_ready() { state.ended(0) } else { state.returned() });
                poll
            }))
        }
    }
}

pub mod task {
    use std::ops::{Deref, DerefMut};
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use crate::ask;
    pub use ::tokio::task::{JoinError, block_in_place, coop, id, spawn_blocking, yield_now};

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

        pub fn abort_handle(&self) -> AbortHandle {
            AbortHandle(self.0.abort_handle())
        }

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

    pub struct JoinSet<T>(::tokio::task::JoinSet<T>);

    impl<T: Send + 'static> JoinSet<T> {
        #[allow(clippy::new_without_default, reason = "programs call new")]
        pub fn new() -> JoinSet<T> {
            JoinSet(::tokio::task::JoinSet::new())
        }

        #[track_caller]
        pub fn spawn(&mut self, task: impl Future<Output = T> + Send + 'static) -> AbortHandle {
            AbortHandle(self.0.spawn(task))
        }
    }

    impl<T> Deref for JoinSet<T> {
        type Target = ::tokio::task::JoinSet<T>;

        fn deref(&self) -> &Self::Target {
            &self.0
        }
    }

    impl<T> DerefMut for JoinSet<T> {
        fn deref_mut(&mut self) -> &mut Self::Target {
            &mut self.0
        }
    }
}
