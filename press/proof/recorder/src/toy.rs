//! Stands for the book's own loop, `toy`, in a copied program: the same, at each of its stages, with a
//! tracer.

use book_toy::trace::{self, Event};
pub use book_toy::{
    Async, Elapsed, Interest, JoinError, JoinHandle, Pool, Sleep, now, sleep, timeout, yield_now,
};
pub use stages::nursery::{Executor, spawn};
use told::trace::{Direction, What};

use crate::stack::line_in;
use crate::state::State;

/// A stage of the loop: all that it has, but for what makes a loop and a task.
macro_rules! heard {
    ($stage:ident $(, $with_virtual_clock:ident)?) => {
        pub mod $stage {
            use std::ops::Deref;

            pub use book_toy::stages::$stage::*;
            use book_toy::stages::$stage as own;

            use told::trace::World;
            use crate::kept::kept;
            use crate::with;

            /// A loop that is heard.
            pub struct Executor(own::Executor);

            #[allow(clippy::new_without_default, reason = "programs call new")]
            impl Executor {
                pub fn new() -> Executor {
                    Executor(own::Executor::new()).heard()
                }

                $(pub fn $with_virtual_clock() -> Executor {
                    Executor(own::Executor::$with_virtual_clock()).heard()
                })?

                fn heard(self) -> Executor {
                    with(|state| state.begin(World::Toy));
                    let hear = |event| with(|state| super::super::hear(state, event));
                    Executor(self.0.traced(hear))
                }

                #[track_caller]
                pub fn run<F: Future>(&self, main: F) -> F::Output {
                    self.0.run(kept(main))
                }
            }

            impl Deref for Executor {
                type Target = own::Executor;

                fn deref(&self) -> &own::Executor {
                    &self.0
                }
            }

            #[track_caller]
            pub fn spawn<T: 'static>(
                future: impl Future<Output = T> + 'static,
            ) -> own::JoinHandle<T> {
                own::spawn(kept(future))
            }
        }
    };
}

pub mod stages {
    pub use book_toy::stages::block_on;

    heard!(tasks);
    heard!(timers);
    heard!(clock, with_virtual_clock);
    heard!(reactor, with_virtual_clock);
    heard!(pool, with_virtual_clock);
    heard!(abort, with_virtual_clock);
    heard!(readiness, with_virtual_clock);
    heard!(slots, with_virtual_clock);
    heard!(mailbox, with_virtual_clock);
    heard!(edge, with_virtual_clock);
    heard!(wheel, with_virtual_clock);
    heard!(scope, with_virtual_clock);
    heard!(nursery, with_virtual_clock);
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
