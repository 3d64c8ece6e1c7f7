use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use curio_and_trio::{Error, run};
use toy::scope::open_nursery;

type Order = Rc<RefCell<String>>;

async fn note(name: char, order: Order) -> Result<(), Error> {
    order.borrow_mut().push(name);
    Ok(())
}

async fn start() -> Result<String, Vec<Error>> {
    let order = Order::default();
    open_nursery(async |nursery| {
        for name in ['A', 'B', 'C'] {
            nursery.start_soon(note(name, order.clone()));
        }
        Ok(())
    })
    .await?;
    Ok(order.take())
}

fn main() {
    let round = |_| run(start()).expect("no child fails");
    let orders: HashSet<_> = (0..64).map(round).collect();
    match orders.len() {
        1 => println!("one order"),
        _ => println!("more than one order"),
    }
}
