//! One tide that two ferries read and the harbour master changes.

// ANCHOR: listing
use std::cell::Cell;
use std::rc::Rc;

struct Ferry {
    name: &'static str,
    tide: Rc<Cell<u32>>,
}

fn main() {
    let tide = Rc::new(Cell::new(2));
    let ferries = ["Aurora", "Borealis"].map(|name| Ferry {
        name,
        tide: Rc::clone(&tide),
    });
    tide.set(5);
    for ferry in &ferries {
        println!("{} reads {} m", ferry.name, ferry.tide.get());
    }
}
// ANCHOR_END: listing
