//! The future that waits for a time.

use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::event_loop::Core;
use super::timers::Key;
use crate::trace::{Line, What};

// ANCHOR: sleep
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

/// The two kinds use the same memory, so that a sleep is small.
enum State {
    New(Duration, Line),
    Set(Timer),
}

/// See [`Sleep`].
#[track_caller]
pub fn sleep(duration: Duration) -> Sleep {
    Sleep(State::New(duration, Location::caller()))
}
// ANCHOR_END: sleep

// ANCHOR: sleep_poll
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
        // The sleep may have come to another task.
        timer.wakes(cx.waker());
        Poll::Pending
    }
}
// ANCHOR_END: sleep_poll

// ANCHOR: timer
/// An entry in the list of deadlines. Dropping it removes the entry.
struct Timer {
    core: Rc<Core>,
    deadline: Duration,
    ticket: u64,
}

impl Timer {
    fn after(duration: Duration, line: Line) -> Timer {
        let core = Core::running("sleep");
        let deadline = core.clock.now().saturating_add(duration);
        core.tell(What::TimerSet(deadline), Some(line));
        let ticket = core.ticket();
        Timer {
            core,
            deadline,
            ticket,
        }
    }

    fn key(&self) -> Key {
        (self.deadline, self.ticket)
    }

    fn wakes(&self, waker: &Waker) {
        let timers = &self.core.timers;
        let waker = waker.clone();
        // The old waker is dropped last: its drop can run any code.
        let _before = timers.borrow_mut().set(self.key(), waker);
    }
}
// ANCHOR_END: timer

// ANCHOR: drop
impl Drop for Timer {
    fn drop(&mut self) {
        let timers = &self.core.timers;
        let waker = timers.borrow_mut().remove(&self.key());
        if waker.is_some() {
            self.core.tell(What::TimerDropped(self.deadline), None);
        }
    }
}
// ANCHOR_END: drop

/// The time since the running loop was made, by its own clock.
/// `loop.time()`; `trio.current_time()`; `tokio::time::Instant::now()`.
///
/// # Panics
///
/// If no loop runs on this thread.
#[must_use]
#[track_caller]
pub fn now() -> Duration {
    Core::running("now").clock.now()
}
