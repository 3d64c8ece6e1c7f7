//! An outer future polls the inner one and returns what it returns.

use std::cell::Cell;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

// ANCHOR: listing
struct Lead<'a>(&'a Cell<Option<u32>>);

impl Future for Lead<'_> {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u32> {
        let Some(depth) = self.0.take() else {
            return Poll::Pending;
        };
        println!("lead: was told {depth}");
        Poll::Ready(depth)
    }
}

struct Pilot<'a>(Lead<'a>);

impl Future for Pilot<'_> {
    type Output = &'static str;

    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<&'static str> {
        let Poll::Ready(depth) = Pin::new(&mut self.0).poll(context)
        else {
            return Poll::Pending;
        };
        Poll::Ready(if depth > 5 { "come in" } else { "stay out" })
    }
}

async fn ferry(answer: &Cell<Option<u32>>) {
    let order = Pilot(Lead(answer)).await;
    println!("ferry: {order}");
}
// ANCHOR_END: listing

fn main() {
    let answer = Cell::new(None);
    let mut crossing = pin!(ferry(&answer));
    let mut nobody = Context::from_waker(Waker::noop());
    let heard = crossing.as_mut().poll(&mut nobody);
    println!("harbour master hears: {heard:?}");
    println!("harbour master: 8 m");
    answer.set(Some(8));
    if crossing.as_mut().poll(&mut nobody).is_ready() {
        println!("harbour master: the ferry has ended");
    }
}
