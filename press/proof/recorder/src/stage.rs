//! What the stages of the book's loop call where they are copied for recording: all of them have the
//! same four events, and poll in the same place.

use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::format::World;
use crate::stack::{Stack, line_in};
pub use crate::state::State;
use crate::{kept, with};

/// Hears an event of a stage.
#[macro_export]
macro_rules! stage {
    ($event:expr) => {
        match $event {
            Event::Spawn(id, line) => $crate::stage::spawn(id, line),
            Event::Wake(id) => $crate::stage::happens(id, $crate::stage::State::wake),
            Event::Poll(id) => $crate::stage::happens(id, $crate::stage::State::poll),
            Event::Done(id) => $crate::stage::happens(id, $crate::stage::State::ended),
        }
    };
}

pub fn spawn(id: u64, line: &'static Location<'static>) {
    with(|state| {
        state.begin(World::Toy);
        state.spawn(id, line_in(line.file(), line.line()));
    });
}

/// An event of a task. Its first wake is part of the spawn.
pub fn happens(id: u64, event: fn(&mut State, u32)) {
    with(|state| state.task(id).into_iter().for_each(|task| event(state, task)));
}

/// Polls the future of the task that has the turn.
pub fn poll(
    future: &mut Pin<Box<dyn Future<Output = ()> + '_>>,
    context: &mut Context<'_>,
) -> Poll<()> {
    let poll = kept::poll(future.as_mut(), context.waker());
    if poll.is_pending() {
        with(State::parked);
    }
    poll
}

/// What the clone that was just made is for.
pub fn kept(clone: Waker, keeper: &str) -> Waker {
    with(|state| state.name_keeper(keeper));
    clone
}

/// A sleep stands in the loop's list.
pub fn sets(due: Duration) {
    let line = Stack::here().line_in_task();
    with(|state| state.set_timer_at(due, line));
}

/// A virtual clock has moved only where a sleep is due then.
pub fn due(now: Duration, due: Duration) {
    with(|state| {
        state.look_at(now);
        state.timer_is_due(due);
    });
}

/// A sleep is dropped, and takes its entry with it, if there is one.
pub fn drops(due: Duration, entry: Option<Waker>) -> Option<Waker> {
    entry.inspect(|_| with(|state| state.drop_timer_at(due)))
}
