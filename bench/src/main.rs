//! The book's event loop and its peers, in one run, interleaved: each round asks every peer once, and a
//! figure is the median of the rounds, with the lowest and the highest.
//!
//! `cargo run --release -p bench` measures all and writes `bench/figures.toml`, from which the pages of
//! the book have their figures. With names of rows (`echo`) it prints those whose names contain one of
//! them, and with `--quick` it does a hundredth of the work; both write nothing.

mod cast;
mod child;
mod client;
mod fib;
mod machine;
#[macro_use]
mod work;
mod peers;
mod rounds;
mod rows;
mod say;
mod stages;
mod table;

use std::env;
use std::process::ExitCode;
use std::time::Instant;

use bench::record::Record;
use cast::Player;
use rounds::{Block, Progress, Turn};
use rows::{ROWS, Read, Row};
use say::{minutes, say};
use work::Outcome;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    if let [flag, peer, rest @ ..] = &words[..]
        && flag == "--measure"
    {
        let (work, sizes) = work::work_and_sizes(rest);
        work::say(peers::measure(peer, &work, &sizes));
        return ExitCode::SUCCESS;
    }
    if cfg!(debug_assertions) {
        eprintln!("bench: this one is not optimised: cargo run --release -p bench");
        return ExitCode::FAILURE;
    }
    let (flags, names): (Vec<_>, Vec<_>) = words.into_iter().partition(|it| it.starts_with('-'));
    if let Some(flag) = flags.iter().find(|flag| *flag != "--quick") {
        eprintln!("bench: `{flag}` is not known: bench [--quick] [ROW …]");
        return ExitCode::FAILURE;
    }
    run(&names, !flags.is_empty())
}

fn run(names: &[String], is_quick: bool) -> ExitCode {
    let started = Instant::now();
    let file = cast::root().join("bench/figures.toml");
    let is_wanted = |id: &str| names.is_empty() || names.iter().any(|name| id.contains(name));
    let (players, mut peers) = cast::gather();
    let machine = machine::describe(&peers);
    let rows = ROWS.iter().filter(|row| row.figures.iter().any(|it| is_wanted(it.id)));
    let mut blocks: Vec<Block<'_>> = rows.map(|row| block(row, &players, is_quick)).collect();
    if fib::FIGURES.iter().any(|it| is_wanted(it.id)) {
        fib::compile();
        blocks.push(fib::block(if is_quick { 1 } else { 3 }));
        peers.extend(fib::servers());
    }
    for example in &stages::EXAMPLES {
        if example.figures.iter().any(|it| is_wanted(it.id)) {
            blocks.push(example.block());
            peers.extend(example.peers());
        }
    }
    if blocks.is_empty() {
        eprintln!("bench: no row is named so; they are {}", all_names());
        return ExitCode::FAILURE;
    }
    client::make_room();
    let mut progress = Progress::new(&blocks, Record::read(&file).as_ref(), is_quick);
    let row = blocks.into_iter().flat_map(|block| block.run(&mut progress)).collect();
    let seconds = started.elapsed().as_secs_f64().round();
    let record = Record { date: machine::today(), seconds, machine, peer: peers, row };
    say(&format!("measured in {}", minutes(started.elapsed())));
    table::print(&record);
    if is_quick || !names.is_empty() {
        return ExitCode::SUCCESS;
    }
    match record.replace(&file) {
        Ok(()) => say(&format!("\nwritten: {}", file.display())),
        Err(e) => {
            eprintln!("bench: {} stays as it was: {e}", file.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn all_names() -> String {
    let (rows, examples) = (ROWS.iter(), stages::EXAMPLES.iter());
    let figures = rows.map(|it| it.figures).chain([fib::FIGURES]);
    let ids: Vec<_> = figures.chain(examples.map(|it| it.figures)).map(|it| it[0].id).collect();
    ids.join(", ")
}

/// A row, with a turn for each peer.
fn block<'a>(row: &'static Row, players: &'a [Player], is_quick: bool) -> Block<'a> {
    let plays = |player: &&Player| row.is_about_tasks() || player.peer.id != cast::ONLY_TASKS;
    let turns = players.iter().filter(plays).map(|player| Turn {
        peer: player.peer.id.clone(),
        name: player.peer.name.clone(),
        rounds: match (is_quick, player.is_python()) {
            (true, _) => 1,
            (false, true) => 3,
            (false, false) => 5,
        },
        measure: Box::new(move || measure(row, player, is_quick)),
    });
    Block { figures: row.figures, sizes: row.said_sizes(), turns: turns.collect() }
}

fn measure(row: &Row, player: &Player, is_quick: bool) -> Outcome {
    let sizes = row.sizes(player.is_python(), is_quick);
    let command = player.command(row.work, &sizes);
    match (row.read, &sizes[..]) {
        (Read::Plain, _) => child::measure(command),
        (Read::Growth, _) => child::measure(command).map(|said| match said[..] {
            [wake, crowd, wakes, crowds] => {
                vec![wake, wakes, wakes / wake, crowd, crowds, crowds / crowd]
            }
            _ => said,
        }),
        (Read::Served(request), &[connections, rounds]) => {
            child::serve(command, |it| client::converse(it, connections, rounds, request))
        }
        _ => Err("hyper is a library of Rust".to_owned()),
    }
}
