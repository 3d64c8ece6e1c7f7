//! What the page Generators says of functions that pause.

use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use futures::pending;

enum Approach {
    Called,
    AtYield { miles: u32 },
    Returned,
}

impl Approach {
    fn resume(&mut self) -> Option<u32> {
        let miles = match *self {
            Self::Called => 2,
            Self::AtYield { miles } => miles - 1,
            Self::Returned => return None,
        };
        if miles > 0 {
            *self = Self::AtYield { miles };
            return Some(miles);
        }
        *self = Self::Returned;
        None
    }
}

impl Iterator for Approach {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.resume()
    }
}

async fn helm(mut course: i32, order: &Cell<Option<i32>>) -> i32 {
    let mut orders = 0;
    while course != 0 {
        match order.take() {
            Some(turn) => {
                course += turn;
                orders += 1;
            }
            None => pending!(),
        }
    }
    orders
}

#[test]
fn enum_by_hand_goes_on_where_it_stopped() {
    let (mut gull, mut heron) = (Approach::Called, Approach::Called);
    assert_eq!(gull.resume(), Some(2));
    assert_eq!(heron.resume(), Some(2));
    assert_eq!(gull.resume(), Some(1));
}

#[test]
fn enum_by_hand_stays_ended() {
    let mut gull = Approach::Called;
    assert_eq!(gull.by_ref().count(), 2);
    assert_eq!(gull.resume(), None);
    assert_eq!(gull.resume(), None);
}

#[test]
fn resume_under_the_name_of_next_is_an_iterator() {
    assert_eq!(Approach::Called.collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn poll_without_a_value_changes_nothing() {
    let order = Cell::new(None);
    let mut helmsman = pin!(helm(90, &order));
    let mut nobody = Context::from_waker(Waker::noop());
    for _ in 0..100 {
        assert!(helmsman.as_mut().poll(&mut nobody).is_pending());
    }
    order.set(Some(-90));
    assert_eq!(helmsman.poll(&mut nobody), Poll::Ready(1));
}

#[test]
fn value_left_before_the_first_poll_is_found() {
    let order = Cell::new(Some(-90));
    let helmsman = pin!(helm(90, &order));
    let mut nobody = Context::from_waker(Waker::noop());
    assert_eq!(helmsman.poll(&mut nobody), Poll::Ready(1));
}

#[test]
fn value_left_in_a_cell_stays_until_a_poll() {
    let order = Cell::new(None);
    let mut helmsman = pin!(helm(90, &order));
    let mut nobody = Context::from_waker(Waker::noop());
    assert!(helmsman.as_mut().poll(&mut nobody).is_pending());
    order.set(Some(-90));
    assert_eq!(order.get(), Some(-90));
    assert_eq!(helmsman.poll(&mut nobody), Poll::Ready(1));
    assert_eq!(order.get(), None);
}

#[test]
fn second_value_before_a_poll_replaces_the_first() {
    let order = Cell::new(None);
    let mut helmsman = pin!(helm(90, &order));
    let mut nobody = Context::from_waker(Waker::noop());
    assert!(helmsman.as_mut().poll(&mut nobody).is_pending());
    order.set(Some(-30));
    order.set(Some(-90));
    assert_eq!(helmsman.poll(&mut nobody), Poll::Ready(1));
}
