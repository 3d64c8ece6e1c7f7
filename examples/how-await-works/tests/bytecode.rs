//! What the page Bytecode says of the enum that the compiler makes.

use std::cell::RefCell;
use std::future::poll_fn;
use std::mem::size_of_val;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures::pending;

struct Signal {
    asked: bool,
    value: u32,
}

fn signal(value: u32) -> Signal {
    Signal {
        asked: false,
        value,
    }
}

impl Future for Signal {
    type Output = u32;

    fn poll(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<u32> {
        if self.asked {
            return Poll::Ready(self.value);
        }
        self.asked = true;
        Poll::Pending
    }
}

type Log = RefCell<Vec<String>>;

async fn crossing(log: &Log) -> u32 {
    let tide = signal(3).await;
    log.borrow_mut().push(format!("tide {tide}"));
    let berth = signal(4).await;
    tide + berth
}

enum Crossing {
    Called,
    AtTide { tide: Signal },
    AtBerth { tide: u32, berth: Signal },
    Returned,
}

impl Crossing {
    fn poll(
        &mut self,
        context: &mut Context<'_>,
        log: &Log,
    ) -> Poll<u32> {
        loop {
            match self {
                Self::Called => {
                    *self = Self::AtTide { tide: signal(3) }
                }
                Self::AtTide { tide } => {
                    let Poll::Ready(tide) =
                        Pin::new(tide).poll(context)
                    else {
                        return Poll::Pending;
                    };
                    log.borrow_mut().push(format!("tide {tide}"));
                    let berth = signal(4);
                    *self = Self::AtBerth { tide, berth };
                }
                Self::AtBerth { tide, berth } => {
                    let Poll::Ready(berth) =
                        Pin::new(berth).poll(context)
                    else {
                        return Poll::Pending;
                    };
                    let sum = *tide + berth;
                    *self = Self::Returned;
                    return Poll::Ready(sum);
                }
                Self::Returned => panic!("polled after completion"),
            }
        }
    }
}

/// What each poll answers, between what is logged.
fn story(future: impl Future<Output = u32>, log: &Log) -> Vec<String> {
    let mut future = pin!(future);
    let mut nobody = Context::from_waker(Waker::noop());
    loop {
        let answer = future.as_mut().poll(&mut nobody);
        log.borrow_mut().push(format!("{answer:?}"));
        if answer.is_ready() {
            return log.take();
        }
    }
}

#[test]
fn enum_by_hand_and_async_fn_have_the_same_polls() {
    let log = Log::default();
    let by_compiler = story(crossing(&log), &log);
    let mut enumeration = Crossing::Called;
    let by_hand =
        story(poll_fn(|context| enumeration.poll(context, &log)), &log);
    assert_eq!(by_hand, by_compiler);
    assert_eq!(by_hand, ["Pending", "tide 3", "Pending", "Ready(7)"]);
}

#[test]
fn local_used_after_the_await_is_stored() {
    async fn crossing() -> usize {
        let chart = [1u8; 1000];
        pending!();
        chart.iter().map(|depth| usize::from(*depth)).sum()
    }

    assert!(size_of_val(&crossing()) >= 1000);
}

struct Chart([u8; 1000]);

impl Chart {
    fn shallows(&self) -> usize {
        self.0.iter().filter(|depth| **depth < 3).count()
    }

    fn into_shallows(self) -> usize {
        self.shallows()
    }
}

#[test]
fn local_whose_block_ends_before_the_await_is_not_stored() {
    async fn crossing() -> usize {
        let shallows = {
            let chart = Chart([1; 1000]);
            chart.shallows()
        };
        pending!();
        shallows
    }

    assert!(size_of_val(&crossing()) < 100);
}

#[test]
fn local_moved_before_the_await_is_not_stored() {
    async fn crossing() -> usize {
        let chart = Chart([1; 1000]);
        let shallows = chart.into_shallows();
        pending!();
        shallows
    }

    assert!(size_of_val(&crossing()) < 100);
}

#[test]
fn room_of_a_local_that_was_lent_stays_though_it_is_not_used_again() {
    async fn crossing() -> usize {
        let chart = Chart([1; 1000]);
        let shallows = chart.shallows();
        pending!();
        shallows
    }

    assert!(size_of_val(&crossing()) >= 1000);
}

#[test]
#[expect(clippy::drop_non_drop, reason = "it ends the name")]
fn room_of_a_local_that_was_lent_stays_though_it_is_dropped() {
    async fn crossing() -> usize {
        let chart = Chart([1; 1000]);
        let shallows = chart.shallows();
        drop(chart);
        pending!();
        shallows
    }

    assert!(size_of_val(&crossing()) >= 1000);
}

#[test]
fn buffer_passed_by_value_is_stored_once_more_at_each_level() {
    async fn ferry(chart: [u8; 1000]) -> u8 {
        pending!();
        chart[7]
    }

    async fn harbour(chart: [u8; 1000]) -> u8 {
        ferry(chart).await
    }

    async fn coast(chart: [u8; 1000]) -> u8 {
        harbour(chart).await
    }

    let chart = [1; 1000];
    let sizes = [
        size_of_val(&ferry(chart)),
        size_of_val(&harbour(chart)),
        size_of_val(&coast(chart)),
    ];
    assert_eq!(sizes.map(|size| size / 1000), [2, 3, 4]);
}

#[test]
fn buffer_in_a_box_keeps_the_future_small_at_each_level() {
    async fn ferry(chart: Box<[u8; 1000]>) -> u8 {
        pending!();
        chart[7]
    }

    async fn harbour(chart: Box<[u8; 1000]>) -> u8 {
        ferry(chart).await
    }

    async fn coast(chart: Box<[u8; 1000]>) -> u8 {
        harbour(chart).await
    }

    let chart = || Box::new([1; 1000]);
    let sizes = [
        size_of_val(&ferry(chart())),
        size_of_val(&harbour(chart())),
        size_of_val(&coast(chart())),
    ];
    assert!(sizes.iter().all(|size| *size < 100), "{sizes:?}");
}

async fn long_wait() -> u8 {
    let chart = [1u8; 1000];
    pending!();
    chart[7]
}

#[test]
fn futures_awaited_in_turn_share_their_place() {
    async fn in_turn() -> u8 {
        long_wait().await + long_wait().await + long_wait().await
    }

    let (one, three) =
        (size_of_val(&long_wait()), size_of_val(&in_turn()));
    assert!(three < one + 100, "{one} and {three}");
}

#[test]
fn futures_awaited_together_have_a_place_each() {
    async fn together() -> u8 {
        let (first, second) = futures::join!(long_wait(), long_wait());
        first + second
    }

    assert!(size_of_val(&together()) >= 2 * size_of_val(&long_wait()));
}

#[test]
fn future_has_one_size_in_every_state() {
    let mut wait = Box::pin(long_wait());
    let before = size_of_val(&*wait);
    let mut nobody = Context::from_waker(Waker::noop());
    assert!(wait.as_mut().poll(&mut nobody).is_pending());
    assert_eq!(size_of_val(&*wait), before);
    assert!(wait.as_mut().poll(&mut nobody).is_ready());
    assert_eq!(size_of_val(&*wait), before);
}
