//! The book's event loop and its peers, in one run, interleaved: each figure is a median of rounds.
//!
//! `cargo run --release -p bench [name ...]`

mod peers;
mod report;

fn main() {
    report::print(&std::env::args().skip(1).collect::<Vec<_>>());
}
