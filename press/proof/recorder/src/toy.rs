//! Stands for the book's own loop, `toy`, in a copied program: the same, with a tracer.

use std::ops::Deref;

use book_toy::trace::{self, Event};
pub use book_toy::{
    Async, Elapsed, Interest, JoinError, JoinHandle, Pool, Sleep, now, sleep, timeout, yield_now,
};

use crate::format::{Direction, What, World};
use crate::kept::kept;
use crate::stack::line_in;
use crate::state::State;
use crate::with;

/// A loop that is heard.
pub struct Executor(book_toy::Executor);

#[allow(clippy::new_without_default, reason = "programs call new")]
impl Executor {
    pub fn new() -> Executor {
        Executor(book_toy::Executor::new()).heard()
    }

    pub fn with_virtual_clock() -> Executor {
        Executor(book_toy::Executor::with_virtual_clock()).heard()
    }

    fn heard(self) -> Executor {
        with(|state| state.begin(World::Toy));
        Executor(self.0.traced(|event| with(|state| hear(state, event))))
    }

    #[track_caller]
    pub fn run<F: Future>(&self, main: F) -> F::Output {
        self.0.run(kept(main))
    }
}

impl Deref for Executor {
    type Target = book_toy::Executor;

    fn deref(&self) -> &book_toy::Executor {
        &self.0
    }
}

#[track_caller]
pub fn spawn<T: 'static>(future: impl Future<Output = T> + 'static) -> JoinHandle<T> {
    book_toy::spawn(kept(future))
}

/// The loop's scopes; a nursery's children are heard as any task is.
pub mod scope {
    pub use book_toy::scope::{CancelScope, Cancelled, IsCancelled, checkpoint, move_on_after};

    use crate::kept::kept;

    pub struct Nursery<E>(book_toy::scope::Nursery<E>);

    impl<E> Clone for Nursery<E> {
        fn clone(&self) -> Nursery<E> {
            Nursery(self.0.clone())
        }
    }

    impl<E: From<Cancelled> + IsCancelled + 'static> Nursery<E> {
        #[track_caller]
        pub fn start_soon(&self, child: impl Future<Output = Result<(), E>> + 'static) {
            self.0.start_soon(kept(child));
        }

        pub fn cancel(&self) {
            self.0.cancel();
        }
    }

    pub async fn open_nursery<T, E: From<Cancelled> + IsCancelled + 'static>(
        body: impl AsyncFnOnce(Nursery<E>) -> Result<T, E>,
    ) -> Result<Option<T>, Vec<E>> {
        book_toy::scope::open_nursery(async |nursery| body(Nursery(nursery)).await).await
    }
}

fn hear(state: &mut State, event: Event) {
    let task = event.task.and_then(|id| state.task(id));
    let line = event.line.and_then(|line| line_in(line.file(), line.line()));
    match (event.what, task) {
        (trace::What::Spawned, _) => {
            if let Some(id) = event.task {
                state.spawn(id, line);
            }
        }
        (trace::What::Polled, Some(task)) => state.poll(task),
        (trace::What::Parked, _) => state.parked(),
        (trace::What::Ended, Some(task)) => state.ended(task),
        (trace::What::Woken, Some(task)) => state.wake(task),
        (trace::What::Turn(ready), _) => {
            let ready = u32::try_from(ready).expect("a program has few tasks");
            state.tell(None, None, What::Turn { ready });
        }
        (trace::What::TimerSet(due), _) => state.set_timer_at(due, line),
        (trace::What::TimerFired(due), _) => state.timer_is_due(due),
        (trace::What::TimerDropped(due), _) => state.drop_timer_at(due),
        (trace::What::SocketAwaited(socket, interest), task) => {
            let (socket, direction) = (state.socket(socket), direction(interest));
            state.stands(line);
            state.tell(task, line, What::SocketWait { socket, direction });
        }
        (trace::What::SocketReady(socket, interest), task) => {
            let (socket, direction) = (state.socket(socket), direction(interest));
            state.tell(task, None, What::SocketReady { socket, direction });
        }
        (trace::What::Idle(_), _) => state.idle(),
        (trace::What::Jumped(to), _) => state.jump(to),
        _ => {}
    }
}

fn direction(interest: Interest) -> Direction {
    match interest {
        Interest::Read => Direction::Read,
        Interest::Write => Direction::Write,
    }
}
