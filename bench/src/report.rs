//! The table.

use std::collections::BTreeMap;

use crate::peers::{self, Workload};

const ROUNDS: usize = 7;

/// Prints the workloads whose names contain one of `wanted`; all, if it is empty.
pub fn print(wanted: &[String]) {
    let peers: [(&str, Vec<&Workload>); 4] = [
        (
            "toy",
            peers::toy::TASKS.iter().chain(peers::toy::TIMERS).collect(),
        ),
        (
            "tokio",
            peers::tokio::TASKS
                .iter()
                .chain(peers::tokio::TIMERS)
                .collect(),
        ),
        (
            "smol",
            peers::smol::TASKS
                .iter()
                .chain(peers::smol::TIMERS)
                .collect(),
        ),
        ("LocalPool", peers::local_pool::TASKS.iter().collect()),
    ];
    println!(
        "nanoseconds an operation, medians of {ROUNDS} rounds; in brackets: the toy's part of it"
    );
    for (name, _) in &peers[0].1 {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| name.contains(wanted.as_str())) {
            continue;
        }
        let mut figures: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for _ in 0..ROUNDS {
            for (peer, workloads) in &peers {
                if let Some((_, work)) = workloads.iter().find(|(each, _)| each == name) {
                    let (operations, time) = work();
                    let each = time.as_nanos() as f64 / operations as f64;
                    figures.entry(peer).or_default().push(each);
                }
            }
        }
        let median = |peer: &str| {
            let mut rounds = figures.get(peer)?.clone();
            rounds.sort_by(f64::total_cmp);
            Some(rounds[rounds.len() / 2])
        };
        let ours = median("toy").expect("ours does all");
        print!("{name:24} toy {ours:6.0}");
        for peer in ["tokio", "smol", "LocalPool"] {
            if let Some(theirs) = median(peer) {
                print!("   {peer} {theirs:6.0} ({:.2})", ours / theirs);
            }
        }
        println!();
    }
}
