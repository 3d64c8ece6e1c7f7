use std::pin::pin;
use std::task::{Context, Poll, Waker};

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        let poll = future.as_mut().poll(&mut context);
        if let Poll::Ready(value) = poll {
            return value;
        }
    }
}
