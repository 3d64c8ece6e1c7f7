//! What the programs of this chapter share: a clock that a hand-made
//! loop waits by, a way to print under it, and the loops themselves.

pub mod stages;

use std::cell::Cell;
use std::os::fd::OwnedFd;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

thread_local! {
    // This thread's virtual time, where it has one.
    static VIRTUAL: Cell<Option<Duration>> = Cell::new(
        std::env::var_os("VIRTUAL_CLOCK").map(|_| Duration::ZERO),
    );
}

/// Gives this thread a virtual clock that begins at zero.
pub fn start_virtual_clock() {
    VIRTUAL.set(Some(Duration::ZERO));
}

/// The time since the program first asked for it.
///
/// On a virtual clock, as where `VIRTUAL_CLOCK` is set, this is the sum
/// of this thread's sleeps.
pub fn now() -> Duration {
    VIRTUAL.get().unwrap_or_else(|| START.elapsed())
}

/// Blocks the thread for so long.
///
/// In Python this is `time.sleep`. A virtual clock is moved, and the
/// call returns at once.
pub fn sleep(duration: Duration) {
    if let Some(now) = VIRTUAL.get() {
        VIRTUAL.set(Some(now + duration));
    } else {
        thread::sleep(duration);
    }
}

/// Blocks the thread until a socket is ready for what is asked of it,
/// or the time is over, and says of each socket whether it is ready.
///
/// In Python this is `select.select`. With no sockets it is `sleep`;
/// with some it waits on the real clock.
///
/// # Panics
///
/// If it can never return, or the system refuses.
pub fn select<'a>(
    asked: impl Iterator<Item = (&'a OwnedFd, PollFlags)>,
    timeout: Option<Duration>,
) -> Vec<bool> {
    let mut asked: Vec<_> = asked
        .map(|(socket, what)| PollFd::new(socket, what))
        .collect();
    if asked.is_empty() {
        sleep(timeout.expect("a wait for nothing has an end"));
    } else {
        let timeout = timeout.map(|timeout| {
            timeout.try_into().expect("less than a million years")
        });
        poll(&mut asked, timeout.as_ref()).expect("the system polls");
    }
    asked
        .iter()
        .map(|socket| !socket.revents().is_empty())
        .collect()
}
