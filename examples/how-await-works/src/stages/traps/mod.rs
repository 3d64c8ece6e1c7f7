// after: round_robin
//! A task says what it waits for, and is left alone until then.
//!
//! New: the innermost future leaves a request where the loop looks for
//! it, and returns `Pending`. The loop files the task under the
//! request, and waits for the nearest time or the first socket.
//!
//! Mirrors Cannon's loop and Beazley's `yield 'recv', sock`: a Python
//! `yield` hands the request up through every caller. A `Pending`
//! carries nothing, so that the request goes round by a shared cell.

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::os::fd::{AsFd, OwnedFd};
use std::task::{Context, Waker};
use std::time::Duration;

use rustix::event::PollFlags;

pub use super::round_robin::spawn;
use super::round_robin::{TASKS, Task, yield_now};
use crate::{now, select};

// ANCHOR: requests
enum Request {
    Sleep(Duration),
    Socket(OwnedFd, PollFlags),
}

thread_local! {
    static REQUEST: Cell<Option<Request>> = const { Cell::new(None) };
}

async fn trap(request: Request) {
    REQUEST.set(Some(request));
    yield_now().await;
}

/// Waits until the time is over.
pub async fn sleep(duration: Duration) {
    trap(Request::Sleep(now() + duration)).await;
}
// ANCHOR_END: requests

// ANCHOR: sockets
/// Waits until the socket has something to receive.
///
/// # Panics
///
/// If the process has no descriptor left.
pub async fn recv(socket: &impl AsFd) {
    trap(Request::Socket(own(socket), PollFlags::IN)).await;
}

/// Waits until the socket has room for something to send.
///
/// # Panics
///
/// If the process has no descriptor left.
pub async fn send(socket: &impl AsFd) {
    trap(Request::Socket(own(socket), PollFlags::OUT)).await;
}

// The loop keeps what it asks for open.
fn own(socket: &impl AsFd) -> OwnedFd {
    let descriptor = socket.as_fd().try_clone_to_owned();
    descriptor.expect("the process has descriptors left")
}
// ANCHOR_END: sockets

// ANCHOR: run
/// Runs until every task has ended.
///
/// # Panics
///
/// If a task waits and has left no request.
pub fn run() {
    let mut nobody = Context::from_waker(Waker::noop());
    let mut sleepers: BTreeMap<_, Task> = BTreeMap::new();
    let mut sockets: Vec<(_, _, Task)> = Vec::new();
    let mut filed = 0;
    loop {
        while let Some(mut task) = next_task() {
            let polled = task.as_mut().poll(&mut nobody);
            match REQUEST.take() {
                _ if polled.is_ready() => {}
                Some(Request::Sleep(until)) => {
                    filed += 1;
                    sleepers.insert((until, filed), task);
                }
                Some(Request::Socket(socket, what)) => {
                    sockets.push((socket, what, task));
                }
                None => panic!("a task waits and left no request"),
            }
        }
        // ANCHOR: wait
        let nearest = sleepers.keys().next();
        let left = nearest.map(|key| key.0.saturating_sub(now()));
        if left.is_none() && sockets.is_empty() {
            return;
        }
        let asked = sockets.iter().map(|wait| (&wait.0, wait.1));
        let mut answers = select(asked, left).into_iter();
        let ready =
            sockets.extract_if(.., |_| answers.next() == Some(true));
        let later = sleepers.split_off(&(now(), u64::MAX));
        let due = std::mem::replace(&mut sleepers, later).into_values();
        TASKS.set(due.chain(ready.map(|wait| wait.2)).collect());
        // ANCHOR_END: wait
    }
}
// ANCHOR_END: run

fn next_task() -> Option<Task> {
    TASKS.with_borrow_mut(VecDeque::pop_front)
}
