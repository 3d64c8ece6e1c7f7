use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::task::{Context, Waker};

use futures::future::{FutureExt, LocalBoxFuture};
use futures::pending;

// ANCHOR: requests
type Task = LocalBoxFuture<'static, ()>;

enum Request {
    Clock,
    Sleep(u32),
    Spawn(Task),
}

thread_local! {
    static REQUEST: Cell<Option<Request>> = const { Cell::new(None) };
    static ANSWER: Cell<u32> = const { Cell::new(0) };
}

async fn trap(request: Request) -> u32 {
    REQUEST.set(Some(request));
    pending!();
    ANSWER.get()
}

async fn buoy(name: &str, seconds: u32) {
    trap(Request::Sleep(seconds)).await;
    println!("{}.0 s  {name}", trap(Request::Clock).await);
}

async fn start() {
    trap(Request::Spawn(buoy("north", 2).boxed_local())).await;
    trap(Request::Spawn(buoy("south", 1).boxed_local())).await;
}
// ANCHOR_END: requests

// ANCHOR: listing
fn run(task: Task) {
    let mut context = Context::from_waker(Waker::noop());
    let (mut now, mut filed) = (0, 0);
    let mut ready = VecDeque::from([(task, 0)]);
    let mut asleep = BTreeMap::new();
    loop {
        let Some((mut task, answer)) = ready.pop_front() else {
            let Some(((due, _), task)) = asleep.pop_first() else {
                return;
            };
            now = due;
            ready.push_back((task, now));
            continue;
        };
        ANSWER.set(answer);
        if task.as_mut().poll(&mut context).is_ready() {
            continue;
        }
        match REQUEST.take().expect("a task waits by a trap") {
            Request::Clock => ready.push_front((task, now)),
            Request::Sleep(seconds) => {
                filed += 1;
                asleep.insert((now + seconds, filed), task);
            }
            Request::Spawn(child) => {
                ready.push_front((task, now));
                ready.push_back((child, now));
            }
        }
    }
}
// ANCHOR_END: listing

fn main() {
    run(start().boxed_local());
}
