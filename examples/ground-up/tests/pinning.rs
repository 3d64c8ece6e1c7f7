//! A future that refers to itself stays where it is.

use std::cell::Cell;
use std::pin::{Pin, pin};
use std::ptr;
use std::task::{Context, Waker};
use std::time::Duration;

use ground_up::stages::clock::{Executor, Sleep, now, sleep, timeout};

async fn borrows_across_an_await(address: &Cell<usize>) -> u32 {
    let depths = [5, 9, 14];
    let mark = &depths[1];
    address.set(ptr::from_ref(mark).addr());
    futures::pending!();
    *mark
}

fn addresses<F>(
    future: &Pin<impl std::ops::Deref<Target = F>>,
) -> std::ops::Range<usize> {
    let future: &F = future;
    let start = ptr::from_ref(future).addr();
    start..start + size_of::<F>()
}

#[test]
fn borrow_across_an_await_points_into_the_future() {
    let address = Cell::new(0);
    let mut voyage = pin!(borrows_across_an_await(&address));
    let mut cx = Context::from_waker(Waker::noop());
    assert!(voyage.as_mut().poll(&mut cx).is_pending());
    assert!(addresses(&voyage).contains(&address.get()));
}

#[test]
fn future_that_was_never_polled_can_be_moved() {
    let address = Cell::new(0);
    let voyage = borrows_across_an_await(&address);
    let moved = vec![voyage].pop().expect("one was put in");
    assert_eq!(
        futures::executor::block_on(async {
            let mut moved = pin!(moved);
            let mut polls = 0;
            std::future::poll_fn(|cx| {
                polls += 1;
                cx.waker().wake_by_ref();
                moved.as_mut().poll(cx)
            })
            .await
        }),
        9
    );
}

#[test]
fn box_moves_and_the_future_in_it_does_not() {
    let address = Cell::new(0);
    let mut cx = Context::from_waker(Waker::noop());
    let mut voyage = Box::pin(borrows_across_an_await(&address));
    assert!(voyage.as_mut().poll(&mut cx).is_pending());
    let before = addresses(&voyage);
    let mut harbour = vec![voyage];
    let mut moved = harbour.pop().expect("one was put in");
    assert_eq!(addresses(&moved), before);
    assert!(moved.as_mut().poll(&mut cx).is_ready());
}

#[test]
fn future_without_borrows_of_itself_is_unpin() {
    fn can_move<T: Unpin>() {}
    can_move::<Sleep>();
    can_move::<futures::channel::oneshot::Receiver<()>>();
    can_move::<Pin<Box<dyn Future<Output = ()>>>>();
}

#[test]
fn a_pinned_future_is_awaited_in_parts() {
    Executor::with_virtual_clock().run(async {
        let mut voyage =
            pin!(async { sleep(Duration::from_secs(3)).await });
        let limit = Duration::from_secs(2);
        assert!(timeout(limit, voyage.as_mut()).await.is_err());
        assert!(timeout(limit, voyage.as_mut()).await.is_ok());
        assert_eq!(now(), Duration::from_secs(3));
    });
}

#[test]
fn futures_of_one_task_are_fields_of_its_future() {
    let address = Cell::new(0);
    let mut task = pin!(async {
        futures::join!(borrows_across_an_await(&address), async {});
    });
    let mut cx = Context::from_waker(Waker::noop());
    assert!(task.as_mut().poll(&mut cx).is_pending());
    assert!(addresses(&task).contains(&address.get()));
}
