use std::cell::RefCell;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Context, Poll, Wake, Waker};

use exam::{Verdict, expect};

use super::answer::{Tide, either};

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

fn rises(tide: &RefCell<Tide>, metres: u32) {
    let mut tide = tide.borrow_mut();
    tide.metres = Some(metres);
    let waiting = tide.waiting.take();
    drop(tide);
    waiting.into_iter().for_each(Waker::wake);
}

/// The ferry's future is polled by two tasks, then one tide rises.
fn answered(is_south: bool) -> Verdict {
    let [north, south] =
        [(); 2].map(|()| RefCell::new(Tide::default()));
    let (name, other) = if is_south {
        ("south", "north")
    } else {
        ("north", "south")
    };
    let tide = if is_south { &south } else { &north };
    let tasks = [(); 2].map(|()| Arc::new(Wakes::default()));
    let mut ferry = pin!(either(&north, &south));
    let mut poll = |task: &Arc<Wakes>| {
        let waker = task.clone().into();
        ferry.as_mut().poll(&mut Context::from_waker(&waker))
    };
    for task in &tasks {
        expect!(
            poll(task).is_pending(),
            "There is no high tide yet, and the poll is ready."
        );
    }
    rises(tide, 5);
    let woken = [&tasks[0], &tasks[1]].map(|it| it.0.load(SeqCst));
    expect!(
        woken != [0, 0],
        "The tide is high in the {name}, and the ferry is not woken: \
         no one but the {other} knows that it waits."
    );
    expect!(
        woken[1] > 0,
        "The ferry's future has gone to a second task, and the {name} \
         wakes the first: leave the waker of the last poll."
    );
    let end = poll(&tasks[1]);
    expect!(
        end.is_ready(),
        "The ferry is woken by the {name}, and it waits on: a wake does \
         not say who calls, so look at both tides."
    );
    expect!(
        end == Poll::Ready(5),
        "The tide in the {name} is at 5 metres, and the poll is {end:?}."
    );
    Ok(())
}

pub fn check() -> Verdict {
    answered(true)?;
    answered(false)
}
