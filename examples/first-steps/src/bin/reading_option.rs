//! A berth that is there, and one that is not.

// ANCHOR: listing
use std::collections::VecDeque;

fn berth_of(ferry: &str) -> Option<u32> {
    match ferry {
        "Aurora" => Some(0),
        "Borealis" => Some(1),
        _ => None,
    }
}

fn main() {
    let mut waiting = VecDeque::from(["Aurora", "Corona"]);
    while let Some(ferry) = waiting.pop_front() {
        match berth_of(ferry) {
            Some(berth) => println!("{ferry}: berth {berth}"),
            None => println!("{ferry}: no berth, anchors outside"),
        }
    }
}
// ANCHOR_END: listing
