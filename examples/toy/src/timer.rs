//! Deadlines, and the futures that wait for them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::panic::Location;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::executor::Core;
use crate::trace::{Event, Line};

/// Who is to be woken when. Ties are in the order in which they were
/// set, which is what the second half of the key is for.
#[derive(Default)]
pub(crate) struct Timers {
    waiting: BTreeMap<Key, Waker>,
    set: u64,
}

type Key = (Duration, u64);

impl Timers {
    pub(crate) fn first(&self) -> Option<Duration> {
        let first = self.waiting.first_key_value();
        first.map(|((deadline, _), _)| *deadline)
    }

    pub(crate) fn take_due(
        &mut self,
        now: Duration,
    ) -> Vec<(Duration, Waker)> {
        let mut due = Vec::new();
        while let Some(first) = self.waiting.first_entry()
            && first.key().0 <= now
        {
            let ((deadline, _), waker) = first.remove_entry();
            due.push((deadline, waker));
        }
        due
    }

    fn set(&mut self, deadline: Duration, waker: Waker) -> Key {
        self.set += 1;
        let key = (deadline, self.set);
        self.waiting.insert(key, waker);
        key
    }
}

/// Waits for `duration` from its first poll on, and never less; for
/// zero it waits until the next turn. The task holds it, the loop wakes
/// the task when the deadline is over, and dropping it cancels the
/// timer. `asyncio.sleep`; `trio.sleep`; `tokio::time::sleep`, which
/// counts from the call.
#[must_use = "futures do nothing unless you await them"]
pub struct Sleep {
    duration: Duration,
    line: Line,
    timer: Option<Timer>,
}

/// A deadline in the loop's list. Dropping it takes it out.
struct Timer {
    core: Rc<Core>,
    key: Key,
}

/// See [`Sleep`].
#[track_caller]
pub fn sleep(duration: Duration) -> Sleep {
    Sleep {
        duration,
        line: Location::caller(),
        timer: None,
    }
}

impl Future for Sleep {
    type Output = ();

    /// # Panics
    ///
    /// At the first poll, if no loop runs on this thread.
    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        match &self.timer {
            None => {
                let core = Core::current("sleep");
                let (duration, line) = (self.duration, self.line);
                self.timer = Some(Timer::set(core, duration, line, cx));
                Poll::Pending
            }
            Some(timer) if timer.is_due() => Poll::Ready(()),
            Some(timer) => {
                timer.move_to(cx.waker());
                Poll::Pending
            }
        }
    }
}

impl Timer {
    fn set(
        core: Rc<Core>,
        duration: Duration,
        line: Line,
        cx: &mut Context<'_>,
    ) -> Timer {
        let deadline = core.clock.now().saturating_add(duration);
        let waker = cx.waker().clone();
        let key = core.timers.borrow_mut().set(deadline, waker);
        let task = core.task();
        core.tell(|| Event::TimerSet {
            task,
            deadline,
            line,
        });
        Timer { core, key }
    }

    fn is_due(&self) -> bool {
        self.core.clock.now() >= self.key.0
    }

    /// The sleep went to another task.
    fn move_to(&self, waker: &Waker) {
        let mut timers = self.core.timers.borrow_mut();
        let old = match timers.waiting.get_mut(&self.key) {
            Some(set) if !set.will_wake(waker) => {
                Some(std::mem::replace(set, waker.clone()))
            }
            _ => None,
        };
        // A waker's destructor can be anybody's code.
        drop(timers);
        drop(old);
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let mut timers = self.core.timers.borrow_mut();
        let removed = timers.waiting.remove(&self.key);
        drop(timers);
        if removed.is_some() {
            let deadline = self.key.0;
            self.core.tell(|| Event::TimerDropped { deadline });
        }
    }
}

impl Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep")
            .field("duration", &self.duration)
            .finish_non_exhaustive()
    }
}

/// Lets every other ready task have a turn. `asyncio.sleep(0)`;
/// `trio.lowlevel.checkpoint()`; `tokio::task::yield_now`.
#[must_use = "futures do nothing unless you await them"]
pub fn yield_now() -> impl Future<Output = ()> {
    YieldNow { yielded: false }
}

struct YieldNow {
    yielded: bool,
}

impl Future for YieldNow {
    type Output = ();

    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        if self.yielded {
            return Poll::Ready(());
        }
        self.yielded = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
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
/// before this future is ready. `asyncio.timeout`; `trio.move_on_after`;
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
        std::future::poll_fn(|cx| {
            if let Poll::Ready(value) = future.as_mut().poll(cx) {
                return Poll::Ready(Ok(value));
            }
            Pin::new(&mut deadline).poll(cx).map(|()| Err(Elapsed))
        })
        .await
    }
}
