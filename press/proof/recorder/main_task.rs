//! The main task, whose waker tokio does not trace.

use std::mem::ManuallyDrop;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use tokio::runtime::Runtime;

use crate::state::State;
use crate::subscriber::Spans;
use crate::trace::What;
use crate::{STATE, with};

/// Stands for `block_on`, with which recording begins.
pub trait BlockOn {
    /// The same, recorded.
    fn recorded_block_on<F: Future>(&self, main: F) -> F::Output;
}

impl BlockOn for Runtime {
    #[track_caller]
    fn recorded_block_on<F: Future>(&self, main: F) -> F::Output {
        let _context = self.enter();
        if let Ok(mut state) = STATE.lock() {
            state.get_or_insert_with(State::new);
        }
        // A second run goes on with the first one's.
        let _ = tracing::subscriber::set_global_default(Spans::default());
        self.block_on(Recorded(Box::pin(main)))
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

        pub fn build(mut self) -> io::Result<Main> {
            self.0.build().map(Main)
        }
    }

    pub struct Main(tokio::runtime::Runtime);

    impl Main {
        #[track_caller]
        pub fn block_on<F: Future>(&self, main: F) -> F::Output {
            self.0.recorded_block_on(main)
        }
    }
}

const MAIN: u32 = 0;

struct Recorded<F>(Pin<Box<F>>);

impl<F: Future> Future for Recorded<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        with(|state| state.poll(MAIN));
        let waker = waker(Arc::new(cx.waker().clone()));
        let poll = self.0.as_mut().poll(&mut Context::from_waker(&waker));
        with(|state| {
            if poll.is_ready() {
                state.end(MAIN, What::Ready);
                state.current = None;
            } else {
                state.returned(MAIN);
            }
        });
        poll
    }
}

/// A waker that says when it is kept and when it is used. `std::task::Wake` does not let us see a
/// clone.
fn waker(inner: Arc<Waker>) -> Waker {
    // SAFETY: the pointer is an Arc's, as each function of the table takes it for.
    unsafe { Waker::from_raw(raw(inner)) }
}

fn raw(inner: Arc<Waker>) -> RawWaker {
    RawWaker::new(Arc::into_raw(inner).cast(), &TABLE)
}

static TABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake_by_ref, forget);

/// # Safety
///
/// The pointer came from [`raw`], and whoever calls does not own it.
unsafe fn borrow(pointer: *const ()) -> ManuallyDrop<Arc<Waker>> {
    // SAFETY: as the caller says.
    ManuallyDrop::new(unsafe { Arc::from_raw(pointer.cast()) })
}

unsafe fn clone(pointer: *const ()) -> RawWaker {
    with(|state| state.keep(MAIN));
    // SAFETY: a clone only borrows.
    let inner = unsafe { borrow(pointer) };
    raw(Arc::clone(&inner))
}

unsafe fn wake(pointer: *const ()) {
    // SAFETY: `wake` borrows, and `forget` takes what `wake` is given.
    unsafe {
        wake_by_ref(pointer);
        forget(pointer);
    }
}

unsafe fn wake_by_ref(pointer: *const ()) {
    with(|state| state.wake(MAIN));
    // SAFETY: a wake by reference only borrows.
    unsafe { borrow(pointer) }.wake_by_ref();
}

unsafe fn forget(pointer: *const ()) {
    // SAFETY: whoever drops a waker owns it.
    drop(ManuallyDrop::into_inner(unsafe { borrow(pointer) }));
}
