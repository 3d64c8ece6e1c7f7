//! A list is given away, and a copy of it stays.

// ANCHOR: listing
fn close(mut board: Vec<&'static str>) -> Vec<&'static str> {
    board.push("closed");
    board
}

fn main() {
    let board = vec!["Aurora", "Borealis"];
    let quay = board.clone();
    let office = close(board); // moves: `board` is gone
    println!("office: {}", office.join(", "));
    println!("quay: {}", quay.join(", "));
}
// ANCHOR_END: listing
