//! `.await` takes whatever turns into a future.

use std::cell::Cell;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

// ANCHOR: listing
struct Berth<'a> {
    ferry: &'static str,
    free: &'a Cell<Option<u32>>,
}

struct Request<'a>(Berth<'a>);

impl<'a> IntoFuture for Berth<'a> {
    type Output = u32;
    type IntoFuture = Request<'a>;

    fn into_future(self) -> Request<'a> {
        println!("{}: a berth, please", self.ferry);
        Request(self)
    }
}

impl Future for Request<'_> {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u32> {
        match self.0.free.take() {
            Some(number) => Poll::Ready(number),
            None => Poll::Pending,
        }
    }
}

async fn moor(ferry: &'static str, free: &Cell<Option<u32>>) {
    let number = Berth { ferry, free }.await;
    println!("{ferry}: moors at berth {number}");
}
// ANCHOR_END: listing

fn main() {
    let free = Cell::new(None);
    let mut coming = pin!(moor("Gull", &free));
    let mut nobody = Context::from_waker(Waker::noop());
    let heard = coming.as_mut().poll(&mut nobody);
    println!("harbour master hears: {heard:?}");
    free.set(Some(4));
    if coming.as_mut().poll(&mut nobody).is_ready() {
        println!("harbour master: the ferry has ended");
    }
}
