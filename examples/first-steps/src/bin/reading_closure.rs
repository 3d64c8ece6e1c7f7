//! An order that is given before the plan changes.

// ANCHOR: listing
fn main() {
    let mut ferry = "Aurora";

    let set_out = move || println!("pilot: on my way to {ferry}");

    ferry = "Borealis";
    set_out();
    println!("harbour master: {ferry} is next");
}
// ANCHOR_END: listing
