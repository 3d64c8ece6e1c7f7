//! The lab "Pin is noise that the compiler wants".

use std::pin::{Pin, pin};
use std::ptr;

use futures::poll;
use tokio::time::{Duration, sleep, timeout};

use crate::common::one_thread;

#[test]
fn pinned_future_goes_on_after_a_timeout() {
    one_thread().block_on(async {
        let mut crossing = pin!(async {
            sleep(Duration::from_secs(2)).await;
            9
        });
        let limit = Duration::from_millis(1500);
        assert!(timeout(limit, crossing.as_mut()).await.is_err());
        assert_eq!(timeout(limit, crossing).await, Ok(9));
    });
}

#[test]
fn box_may_move_and_its_future_stays_where_it_is() {
    one_thread().block_on(async {
        let mut crossing: Pin<Box<dyn Future<Output = ()>>> =
            Box::pin(sleep(Duration::from_secs(1)));
        assert!(poll!(&mut crossing).is_pending());
        let before = ptr::from_ref(&*crossing).addr();
        let mut list = vec![crossing];
        let after = ptr::from_ref(&*list[0]).addr();
        assert_eq!(before, after);
        list.remove(0).await;
    });
}
