#![expect(unused_must_use, reason = "the lint is the page's subject")]

// ANCHOR: listing
use console::{run, say};

async fn lookout() {
    say!("lookout: a ferry on the horizon");
}

async fn harbour_master() {
    say!("harbour master: sends up the lookout");
    lookout();
    say!("harbour master: heard nothing");
}

fn main() {
    run(harbour_master())
}
// ANCHOR_END: listing
