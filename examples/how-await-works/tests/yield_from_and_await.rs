//! What the page Delegating says of futures inside futures.

use std::cell::{Cell, RefCell};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

struct Lead<'a> {
    pauses: u32,
    polls: &'a Cell<u32>,
}

impl Future for Lead<'_> {
    type Output = u32;

    fn poll(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<u32> {
        self.polls.set(self.polls.get() + 1);
        if self.pauses == 0 {
            return Poll::Ready(8);
        }
        self.pauses -= 1;
        Poll::Pending
    }
}

struct Pilot<'a>(Lead<'a>);

impl Future for Pilot<'_> {
    type Output = u32;

    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<u32> {
        let Poll::Ready(depth) = Pin::new(&mut self.0).poll(context)
        else {
            return Poll::Pending;
        };
        Poll::Ready(depth + 1)
    }
}

async fn pilot(lead: Lead<'_>) -> u32 {
    lead.await + 1
}

/// The answer of each poll, and how often the leaf was polled by then.
fn answers(
    future: impl Future<Output = u32>,
    polls: &Cell<u32>,
) -> Vec<(Poll<u32>, u32)> {
    let mut future = pin!(future);
    let mut nobody = Context::from_waker(Waker::noop());
    let mut answers = Vec::new();
    loop {
        let answer = future.as_mut().poll(&mut nobody);
        answers.push((answer, polls.get()));
        if answer.is_ready() {
            return answers;
        }
    }
}

#[test]
fn outer_by_hand_and_await_give_the_same_polls() {
    for pauses in 0..5 {
        let polls = Cell::new(0);
        let lead = Lead {
            pauses,
            polls: &polls,
        };
        let by_hand = answers(Pilot(lead), &polls);

        let polls = Cell::new(0);
        let lead = Lead {
            pauses,
            polls: &polls,
        };
        let by_await = answers(pilot(lead), &polls);

        assert_eq!(by_hand, by_await);
        assert_eq!(by_hand.len(), pauses as usize + 1);
    }
}

#[test]
fn each_poll_of_the_outermost_polls_the_leaf_once() {
    async fn ferry(lead: Lead<'_>) -> u32 {
        pilot(lead).await
    }

    let polls = Cell::new(0);
    let lead = Lead {
        pauses: 3,
        polls: &polls,
    };
    let seen = answers(ferry(lead), &polls);
    let counts: Vec<u32> =
        seen.iter().map(|(_, polls)| *polls).collect();
    assert_eq!(counts, [1, 2, 3, 4]);
}

#[test]
fn line_after_the_await_runs_once_the_leaf_is_ready() {
    async fn ferry(lead: Lead<'_>, log: &RefCell<Vec<u32>>) -> u32 {
        let depth = lead.await;
        log.borrow_mut().push(depth);
        depth
    }

    let (polls, log) = (Cell::new(0), RefCell::new(Vec::new()));
    let lead = Lead {
        pauses: 1,
        polls: &polls,
    };
    let mut crossing = pin!(ferry(lead, &log));
    let mut nobody = Context::from_waker(Waker::noop());
    assert!(crossing.as_mut().poll(&mut nobody).is_pending());
    assert!(log.borrow().is_empty());
    assert!(crossing.as_mut().poll(&mut nobody).is_ready());
    assert_eq!(*log.borrow(), [8]);
}

#[test]
fn dropping_the_outermost_drops_the_innermost_first() {
    struct Name<'a>(&'static str, &'a RefCell<Vec<&'static str>>);

    impl Drop for Name<'_> {
        fn drop(&mut self) {
            self.1.borrow_mut().push(self.0);
        }
    }

    async fn bottom(log: &RefCell<Vec<&'static str>>) {
        let _name = Name("bottom", log);
        std::future::pending::<()>().await;
    }

    async fn middle(log: &RefCell<Vec<&'static str>>) {
        let _name = Name("middle", log);
        bottom(log).await;
    }

    let log = RefCell::new(Vec::new());
    let mut crossing = Box::pin(middle(&log));
    let mut nobody = Context::from_waker(Waker::noop());
    assert!(crossing.as_mut().poll(&mut nobody).is_pending());
    drop(crossing);
    assert_eq!(*log.borrow(), ["bottom", "middle"]);
}
