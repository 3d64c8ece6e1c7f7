//! A signal that is a depth, and one that is not.

// ANCHOR: listing
use std::num::ParseIntError;

fn water_under_keel(signal: &str) -> Result<i32, ParseIntError> {
    let depth: i32 = signal.parse()?;
    println!("lighthouse: the water is {depth} m deep");
    Ok(depth - 3)
}

fn main() {
    for signal in ["12", "fog"] {
        match water_under_keel(signal) {
            Ok(water) => println!("pilot: {water} m under the keel"),
            Err(_) => println!("pilot: {signal} is no depth"),
        }
    }
}
// ANCHOR_END: listing
