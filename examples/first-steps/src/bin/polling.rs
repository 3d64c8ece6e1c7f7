use std::cell::Cell;
use std::time::Duration;

use console::{run, say};
use futures::join;
use tokio::time::sleep;

async fn ferry(board: &Cell<Option<u32>>) {
    let berth = loop {
        if let Some(berth) = board.get() {
            break berth;
        }
        say!("ferry: nothing on the board");
        sleep(Duration::from_secs(1)).await;
    };
    say!("ferry: steers for berth {berth}");
}

async fn harbour_master(board: &Cell<Option<u32>>) {
    sleep(Duration::from_millis(2500)).await;
    board.set(Some(4));
    say!("harbour master: berth 4 is free");
}

async fn harbour() {
    let board = Cell::new(None);
    join!(ferry(&board), harbour_master(&board));
}

fn main() {
    run(harbour())
}
