//! One line a figure.

use crate::figures::{Budget, Figure, GROUPS, Group, Outcome, PEERS};

const ROUNDS: usize = 5;

/// Prints the figures whose names contain one of `words`; all, if there are none.
pub fn print(words: &[String]) {
    println!("medians of {ROUNDS} rounds; CPU: of the server's thread, a request");
    print!("{:31} {:5}", "", "");
    PEERS.iter().for_each(|peer| print!(" {peer:>9}"));
    println!("  toy/tokio       budget");
    let wanted = |figure: &Figure| words.iter().any(|word| figure.name.contains(word.as_str()));
    for group in GROUPS {
        if words.is_empty() || group.figures.iter().any(wanted) {
            print_group(group);
        }
    }
}

fn print_group(group: &Group) {
    let measured = match interleaved(group) {
        Ok(measured) => measured,
        Err(why) => return println!("{:31} not measured: {why}", group.figures[0].name),
    };
    for (place, figure) in group.figures.iter().enumerate() {
        let medians = measured.each_ref().map(|rounds| median(rounds, place));
        print!("{:31} {:5}", figure.name, figure.unit);
        for median in medians {
            let shown = median.map_or(String::new(), |median| shown(figure, median));
            print!(" {shown:>9}");
        }
        println!("{}", verdict(figure.budget, medians[0], medians[1]));
    }
}

/// The rounds of each peer, all peers in one round before the next.
fn interleaved(group: &Group) -> Result<[Vec<Vec<f64>>; PEERS.len()], String> {
    let mut measured: [Vec<Vec<f64>>; PEERS.len()] = Default::default();
    for _ in 0..ROUNDS {
        for (rounds, work) in measured.iter_mut().zip(group.work) {
            let outcome: Option<Outcome> = work.map(|work| work());
            rounds.extend(outcome.transpose()?);
        }
    }
    Ok(measured)
}

fn median(rounds: &[Vec<f64>], place: usize) -> Option<f64> {
    let mut figures: Vec<f64> = rounds.iter().map(|round| round[place]).collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}

fn shown(figure: &Figure, median: f64) -> String {
    let decimals = if figure.unit == "times" { 2 } else { 0 };
    format!("{median:.decimals$}")
}

fn verdict(budget: Option<Budget>, ours: Option<f64>, tokios: Option<f64>) -> String {
    let (Some(ours), Some(tokios)) = (ours, tokios) else {
        return String::new();
    };
    let ratio = ours / tokios;
    let (met, budget) = match budget {
        None => return format!("  {ratio:9.2}"),
        Some(Budget::OfTokio(most)) => (ratio <= most, format!("at most {most:.2}")),
        Some(Budget::AtLeastOfTokio(least)) => (ratio >= least, format!("at least {least:.2}")),
        Some(Budget::AtMost(most)) => (ours <= most, format!("ours at most {most}")),
    };
    format!(
        "  {ratio:9.2}  {budget:18}{}",
        if met { "met" } else { "missed" }
    )
}
