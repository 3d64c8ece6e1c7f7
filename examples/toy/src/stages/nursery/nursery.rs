//! Where children are started, and what waits for them.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::panic::resume_unwind;
use std::rc::Rc;
use std::task::{Poll, Waker};

use super::cancel_scope::CancelScope;
use super::cancelled::{Cancelled, IsCancelled};
use super::executor::spawn;
use super::join::JoinHandle;
use super::task::contain;

// ANCHOR: family
/// Where children are started. trio's `Nursery`; asyncio's `TaskGroup`;
/// tokio's `JoinSet`, in part: when it is dropped, it aborts its tasks
/// and does not wait for them.
///
/// The body of [`open_nursery`] has it and can pass clones on. Its
/// children are tasks of the loop; the nursery holds their handles, and
/// aborts them if its own future is dropped.
pub struct Nursery<E>(Rc<Family<E>>);

struct Family<E> {
    scope: CancelScope,
    is_open: Cell<bool>,
    children: RefCell<BTreeMap<u64, JoinHandle<()>>>,
    born: Cell<u64>,
    /// What failed, in the order in which it did.
    errors: RefCell<Vec<E>>,
    panic: Cell<Option<Payload>>,
    /// Whether a child or the body stopped because it was asked to.
    was_cut: Cell<bool>,
    /// The task that waits for the last child.
    opener: Cell<Option<Waker>>,
}

type Payload = Box<dyn Any + Send>;
// ANCHOR_END: family

impl<E> Clone for Nursery<E> {
    fn clone(&self) -> Nursery<E> {
        Nursery(self.0.clone())
    }
}

impl<E> Nursery<E>
where
    E: From<Cancelled> + IsCancelled + 'static,
{
    // ANCHOR: start_soon
    /// Makes a task of `child`, in the nursery's scope. In a cancelled
    /// nursery, too, it runs up to its first checkpoint.
    ///
    /// # Panics
    ///
    /// If the nursery has ended, or no loop runs on this thread.
    #[track_caller]
    pub fn start_soon(
        &self,
        child: impl Future<Output = Result<(), E>> + 'static,
    ) {
        let family = self.0.clone();
        assert!(family.is_open.get(), "the nursery has ended");
        let name = family.born.get();
        family.born.set(name + 1);
        let handle = spawn(async move {
            let end = contained(family.scope.hold(child)).await;
            family.settle(end);
            family.bury(name);
        });
        self.0.children.borrow_mut().insert(name, handle);
    }
    // ANCHOR_END: start_soon

    /// Asks the children and the body to stop. trio's
    /// `nursery.cancel_scope.cancel()`; `TaskGroup.cancel` (3.15).
    pub fn cancel(&self) {
        self.0.scope.cancel();
    }
}

impl<E: IsCancelled> Family<E> {
    // ANCHOR: settle
    /// Notes how a child or the body ended. A failure cancels the rest.
    fn settle<T>(
        &self,
        end: Result<Result<T, E>, Payload>,
    ) -> Option<T> {
        match end {
            Ok(Ok(value)) => return Some(value),
            Ok(Err(e)) if e.is_cancelled() && self.is_cancelled() => {
                self.was_cut.set(true);
                return None;
            }
            Ok(Err(e)) => self.errors.borrow_mut().push(e),
            // Only the first panic is kept: a caller can get only one.
            Err(payload) => {
                let first = self.panic.take().or(Some(payload));
                self.panic.set(first);
            }
        }
        self.scope.cancel();
        None
    }
    // ANCHOR_END: settle

    fn is_cancelled(&self) -> bool {
        self.scope.is_cancelled()
    }

    /// Forgets a child; the last one wakes the opener.
    fn bury(&self, name: u64) {
        self.children.borrow_mut().remove(&name);
        if self.children.borrow().is_empty()
            && let Some(opener) = self.opener.take()
        {
            opener.wake();
        }
    }

    async fn childless(&self) {
        poll_fn(|cx| {
            if self.children.borrow().is_empty() {
                return Poll::Ready(());
            }
            self.opener.set(Some(cx.waker().clone()));
            Poll::Pending
        })
        .await
    }
}

/// Runs `body` with a new nursery, and ends when the body and all
/// children have ended. `async with trio.open_nursery()`; asyncio's
/// `async with TaskGroup()`. The value is the body's; there is none if
/// the nursery was cancelled before the body had one.
///
/// This holds as long as the future is driven to its end. When it is
/// dropped, the children are aborted, and nobody waits for them.
///
/// # Errors
///
/// All that failed, in the order of failing; or a single `Cancelled`,
/// if a scope outside was cancelled and something had to stop for it.
///
/// # Panics
///
/// With the panic of the body or of a child, after all have ended.
// ANCHOR: open
pub async fn open_nursery<T, E>(
    body: impl AsyncFnOnce(Nursery<E>) -> Result<T, E>,
) -> Result<Option<T>, Vec<E>>
where
    E: From<Cancelled> + IsCancelled + 'static,
{
    let open = Open(Nursery::new());
    let family = &open.0.0;
    let body = body(open.0.clone());
    let end = contained(family.scope.hold(body)).await;
    let value = family.settle(end);
    family.childless().await;
    if let Some(payload) = family.panic.take() {
        resume_unwind(payload);
    }
    let errors = family.errors.take();
    if !errors.is_empty() {
        return Err(errors);
    }
    if family.was_cut.get() && family.scope.is_cancelled_from_above() {
        return Err(Vec::from(Cancelled));
    }
    Ok(value)
}
// ANCHOR_END: open

// ANCHOR: dropped
/// The nursery until its end, also if its future is dropped.
struct Open<E>(Nursery<E>);

impl<E> Drop for Open<E> {
    fn drop(&mut self) {
        let family = &self.0.0;
        family.is_open.set(false);
        let children = family.children.take();
        children.values().for_each(JoinHandle::abort);
    }
}
// ANCHOR_END: dropped

impl<E> Nursery<E> {
    fn new() -> Nursery<E> {
        Nursery(Rc::new(Family {
            scope: CancelScope::new(),
            is_open: Cell::new(true),
            children: RefCell::default(),
            born: Cell::default(),
            errors: RefCell::default(),
            panic: Cell::default(),
            was_cut: Cell::default(),
            opener: Cell::default(),
        }))
    }
}

/// How `future` ends; a panic, in it or in its destructor, is a value.
async fn contained<T>(
    future: impl Future<Output = T>,
) -> Result<T, Payload> {
    let mut future = Box::pin(future);
    let end =
        poll_fn(|cx| match contain(|| future.as_mut().poll(cx)) {
            Ok(polled) => polled.map(Ok),
            Err(payload) => Poll::Ready(Err(payload)),
        });
    let end = end.await;
    contain(|| drop(future)).and(end)
}
