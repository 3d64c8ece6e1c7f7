//! Two types that can both signal.

// ANCHOR: listing
trait Signal {
    fn signal(&self) -> String;
}

struct Ferry;

impl Signal for Ferry {
    fn signal(&self) -> String {
        "one long blast".to_string()
    }
}

struct Lighthouse {
    flashes: u32,
}

impl Signal for Lighthouse {
    fn signal(&self) -> String {
        format!("{} flashes", self.flashes)
    }
}

fn log(sender: &impl Signal) {
    println!("harbour master notes: {}", sender.signal());
}

fn main() {
    log(&Ferry);
    log(&Lighthouse { flashes: 4 });
}
// ANCHOR_END: listing
