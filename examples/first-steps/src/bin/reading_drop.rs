//! Moorings that are let go at the end of their block.

// ANCHOR: listing
struct Mooring(&'static str);

impl Mooring {
    fn new(ferry: &'static str) -> Self {
        println!("{ferry}: makes fast");
        Mooring(ferry)
    }
}

impl Drop for Mooring {
    fn drop(&mut self) {
        println!("{}: casts off", self.0);
    }
}

fn main() {
    {
        let _aurora = Mooring::new("Aurora");
        let _borealis = Mooring::new("Borealis");
        println!("harbour master: high tide");
    }
    println!("harbour master: both berths are free");
}
// ANCHOR_END: listing
