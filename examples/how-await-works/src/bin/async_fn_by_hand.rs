//! What the compiler makes of an `async fn` with two awaits.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

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

// ANCHOR: listing
async fn crossing() -> u32 {
    let tide = signal(3).await;
    println!("the tide is at {tide} m");
    let berth = signal(4).await;
    tide + berth
}

enum Crossing {
    Called,
    AtTide { tide: Signal },
    AtBerth { tide: u32, berth: Signal },
    Returned,
}
// ANCHOR_END: listing

// ANCHOR: poll
impl Crossing {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<u32> {
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
                    println!("the tide is at {tide} m");
                    *self = Self::AtBerth {
                        tide,
                        berth: signal(4),
                    };
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
// ANCHOR_END: poll

fn main() {
    let mut by_hand = Crossing::Called;
    drive("by hand", poll_fn(move |context| by_hand.poll(context)));
    drive("by the compiler", crossing());
}

fn drive(maker: &str, future: impl Future<Output = u32>) {
    println!("{maker}:");
    let mut future = pin!(future);
    let mut nobody = Context::from_waker(Waker::noop());
    while future.as_mut().poll(&mut nobody).is_pending() {
        println!("harbour master hears: Pending");
    }
}
