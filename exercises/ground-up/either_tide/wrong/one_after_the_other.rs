use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Poll, Waker};

#[derive(Default)]
pub struct Tide {
    pub metres: Option<u32>,
    pub waiting: Option<Waker>,
}

async fn high(tide: &RefCell<Tide>) -> u32 {
    poll_fn(|cx| {
        let mut tide = tide.borrow_mut();
        if let Some(metres) = tide.metres {
            return Poll::Ready(metres);
        }
        tide.waiting = Some(cx.waker().clone());
        Poll::Pending
    })
    .await
}

pub async fn either(
    north: &RefCell<Tide>,
    south: &RefCell<Tide>,
) -> u32 {
    let first = high(north).await;
    let second = high(south).await;
    first.max(second)
}
