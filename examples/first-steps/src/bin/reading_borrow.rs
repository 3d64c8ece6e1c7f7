//! A list is lent, to be read and to be changed.

// ANCHOR: listing
fn announce(berths: &[&'static str]) {
    println!("in port: {}", berths.join(", "));
}

fn moor(berths: &mut Vec<&'static str>, ferry: &'static str) {
    berths.push(ferry);
}

fn main() {
    let mut berths = vec!["Aurora"];
    announce(&berths);
    moor(&mut berths, "Borealis");
    announce(&berths);
}
// ANCHOR_END: listing
