//! The figures on the terminal: one line each, and the ratio to tokio.

use bench::record::{Figures, Peer, Record};

pub fn print(record: &Record) {
    for row in &record.row {
        println!("\n{} ({}), {}", row.title, row.id, row.unit);
        let tokio = row.figures.get("tokio").map(|spread| spread[1]);
        for peer in &record.peer {
            print_peer(row, peer, tokio);
        }
    }
}

fn print_peer(row: &Figures, peer: &Peer, tokio: Option<f64>) {
    let name = &peer.name;
    if let Some([low, median, high]) = row.figures.get(&peer.id) {
        let ratio = tokio.map_or(String::new(), |tokio| format!("{:8.2} of tokio", median / tokio));
        println!("  {name:22} {median:>10}  ({low} to {high}) {ratio}");
    } else if let Some(why) = row.without.get(&peer.id) {
        println!("  {name:22} {:>10}  {why}", "–");
    }
}
