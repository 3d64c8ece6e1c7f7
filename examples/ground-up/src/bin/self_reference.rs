use std::cell::Cell;
use std::pin::pin;
use std::ptr;
use std::task::{Context, Waker};

async fn voyage(address: &Cell<usize>) {
    let depths = [5, 9, 14];
    let mark = &depths[1];
    address.set(ptr::from_ref(mark).addr());
    println!("pilot: marks {mark} metres and waits for the tide");
    futures::pending!();
    println!("pilot: the mark still reads {mark} metres");
}

fn main() {
    let address = Cell::new(0);
    let mut voyage = pin!(voyage(&address));
    let mut cx = Context::from_waker(Waker::noop());
    assert!(voyage.as_mut().poll(&mut cx).is_pending());
    let start = ptr::from_ref(&*voyage).addr();
    let inside = start..start + size_of_val(&*voyage);
    let within = inside.contains(&address.get());
    println!("the mark is inside the future: {within}");
    assert!(voyage.as_mut().poll(&mut cx).is_ready());
}
