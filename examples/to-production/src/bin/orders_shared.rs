//! Two tasks of the book's own loop share a list without a lock.

// ANCHOR: listing
use std::cell::RefCell;
use std::rc::Rc;

use toy::{Executor, spawn, yield_now};

type Orders = Rc<RefCell<Vec<String>>>;

async fn till(name: &str, orders: Orders) {
    for number in [1, 2] {
        orders.borrow_mut().push(format!("{name} {number}"));
        yield_now().await;
    }
}

async fn share() {
    let orders = Orders::default();
    let tills = [
        spawn(till("pear", orders.clone())),
        spawn(till("plum", orders.clone())),
    ];
    for each in tills {
        each.await.expect("it does not panic");
    }
    println!("{}", orders.borrow().join(", "));
}

fn main() {
    Executor::new().run(share());
}
// ANCHOR_END: listing
