//! The book's event loop and its peers, in one run, interleaved: each figure is the median of five
//! rounds, and each round asks every peer once.
//!
//! `cargo run --release -p bench [row ...]`: the rows whose names contain one of these words; all, if
//! there are none.

mod client;
mod figures;
mod peers;
mod sleepers;
mod table;
mod workloads;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, peer] = &words[..]
        && flag == sleepers::FLAG
    {
        return sleepers::measure_here(peer);
    }
    table::print(&words);
}
