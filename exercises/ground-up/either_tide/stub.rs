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
        let mut north = north.borrow_mut();
        if let Some(metres) = north.metres {
            return Poll::Ready(metres);
        }
        north.waiting = Some(cx.waker().clone());
        Poll::Pending
    })
    .await
}
