use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Poll, Waker};

#[derive(Default)]
pub struct Tide {
    pub metres: Option<u32>,
    pub waiting: Option<Waker>,
}

pub async fn either(
    north: &RefCell<Tide>,
    south: &RefCell<Tide>,
) -> u32 {
    poll_fn(|cx| {
        for tide in [north, south] {
            let mut tide = tide.borrow_mut();
            if let Some(metres) = tide.metres {
                return Poll::Ready(metres);
            }
            tide.waiting = Some(cx.waker().clone());
        }
        Poll::Pending
    })
    .await
}
