//! Deadlines, and the futures that wait for them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{self, Display};
use std::future::poll_fn;
use std::mem;
use std::panic::Location;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::executor::Core;
use crate::trace::{Line, What};

/// Who is to be woken when. Ties are in the order in which they were
/// set, which is what the second half of the key is for.
#[derive(Default)]
pub(crate) struct Timers(BTreeMap<(Duration, u64), Waker>);

impl Timers {
    pub(crate) fn first(&self) -> Option<Duration> {
        self.0.first_key_value().map(|((deadline, _), _)| *deadline)
    }

    pub(crate) fn take_due(
        &mut self,
        now: Duration,
    ) -> Option<(Duration, Waker)> {
        let first = self.0.first_entry()?;
        let deadline = first.key().0;
        (deadline <= now).then(|| (deadline, first.remove()))
    }
}

/// Waits for `duration` from its first poll on, and never less; for
/// zero it waits until the next turn. The task holds it, the loop wakes
/// the task when the time has come, and dropping it cancels the timer.
/// `asyncio.sleep`; `trio.sleep`; `tokio::time::sleep`, which counts
/// from the call.
///
/// # Panics
///
/// At the first poll, if no loop runs on this thread.
#[must_use = "futures do nothing unless you await them"]
pub struct Sleep(State);

/// One in the room of the other, for there can be a million sleepers.
enum State {
    New(Duration, Line),
    Set(Timer),
}

/// See [`Sleep`].
#[track_caller]
pub fn sleep(duration: Duration) -> Sleep {
    Sleep(State::New(duration, Location::caller()))
}

impl Future for Sleep {
    type Output = ();

    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        let timer = match &self.0 {
            State::Set(timer) => timer,
            State::New(duration, line) => {
                let timer = Timer::after(*duration, line);
                timer.wakes(cx.waker());
                self.0 = State::Set(timer);
                return Poll::Pending;
            }
        };
        if timer.core.clock.now() >= timer.deadline {
            return Poll::Ready(());
        }
        // It may have come to another task.
        timer.wakes(cx.waker());
        Poll::Pending
    }
}

/// A place in the loop's list of deadlines, left when it is dropped.
struct Timer {
    core: Rc<Core>,
    deadline: Duration,
    ticket: u64,
}

impl Timer {
    fn after(duration: Duration, line: Line) -> Timer {
        let core = Core::current("sleep");
        let deadline = core.clock.now().saturating_add(duration);
        core.tell(What::TimerSet(deadline), Some(line));
        let ticket = core.ticket();
        Timer {
            core,
            deadline,
            ticket,
        }
    }

    fn key(&self) -> (Duration, u64) {
        (self.deadline, self.ticket)
    }

    fn wakes(&self, waker: &Waker) {
        let timers = &self.core.timers;
        let waker = waker.clone();
        // Dropped last: a waker's destructor can be anybody's code.
        let _before = timers.borrow_mut().0.insert(self.key(), waker);
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let timers = &self.core.timers;
        let waker = timers.borrow_mut().0.remove(&self.key());
        if waker.is_some() {
            self.core.tell(What::TimerDropped(self.deadline), None);
        }
    }
}

/// Lets every other ready task have a turn. `asyncio.sleep(0)`;
/// `trio.lowlevel.checkpoint()`; `tokio::task::yield_now`.
pub async fn yield_now() {
    let mut yielded = false;
    let once = poll_fn(|cx| {
        if mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    });
    once.await;
}

/// The time was over before the future was ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed;

impl Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time is over")
    }
}

impl Error for Elapsed {}

/// Gives `future` so much time, from the first poll on. When both end
/// at one instant, its value wins: it is asked first. It is dropped
/// before this future is ready. `asyncio.timeout`; `trio.fail_after`;
/// `tokio::time::timeout`.
///
/// # Errors
///
/// If the time was over first.
#[track_caller]
pub fn timeout<T>(
    duration: Duration,
    future: impl Future<Output = T>,
) -> impl Future<Output = Result<T, Elapsed>> {
    let mut deadline = sleep(duration);
    async move {
        let mut future = pin!(future);
        let either = poll_fn(|cx| match future.as_mut().poll(cx) {
            Poll::Ready(value) => Poll::Ready(Ok(value)),
            Poll::Pending => {
                let over = pin!(&mut deadline).poll(cx);
                over.map(|()| Err(Elapsed))
            }
        });
        either.await
    }
}
