//! Takes turns: each round asks every peer once. Says how far it is.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::rows::Figure;
use crate::say::{minutes, show};
use crate::work::Outcome;
use bench::record::{Figures, Record, spread};

/// One measurement of one peer, to be repeated.
pub struct Turn<'a> {
    pub peer: String,
    pub name: String,
    pub rounds: usize,
    pub measure: Box<dyn FnMut() -> Outcome + 'a>,
}

/// All that is interleaved.
pub struct Block<'a> {
    pub figures: &'static [Figure],
    pub sizes: String,
    pub turns: Vec<Turn<'a>>,
}

/// No peer takes more than this for one block, but for its first rounds.
const SHARE: Duration = Duration::from_secs(5);

/// Fewer rounds have no median.
const LEAST: usize = 3;

/// How long a block takes of which nothing is known.
const GUESS: f64 = 20.0;

/// How long all blocks take, by what the last run took.
pub struct Progress {
    started: Instant,
    expected: BTreeMap<&'static str, f64>,
    /// What was expected of the blocks that are done.
    done: f64,
}

impl Progress {
    pub fn new(blocks: &[Block<'_>], last: Option<&Record>, is_quick: bool) -> Progress {
        let seconds = |id: &str| last?.row.iter().find(|row| row.id == id).map(|row| row.seconds);
        let share = if is_quick { 0.2 } else { 1.0 };
        let expected = blocks.iter().map(|block| {
            let id = block.figures[0].id;
            (id, seconds(id).unwrap_or(GUESS) * share)
        });
        Progress { started: Instant::now(), expected: expected.collect(), done: 0.0 }
    }

    fn show(&self, block: &Block<'_>, part: f64, round: usize, name: &str) {
        let id = block.figures[0].id;
        let all: f64 = self.expected.values().sum();
        let done = self.done + self.expected[id] * part;
        let gone = self.started.elapsed();
        // The more is done, the more it says of the rest.
        let pace = (gone.as_secs_f64() + GUESS) / (done + GUESS);
        let left = Duration::from_secs_f64((all - done) * pace);
        let percent = 100.0 * done / all;
        let (gone, left) = (minutes(gone), minutes(left));
        show(
            &format!(
                "{percent:3.0} %  {gone} gone, about {left} left   {id}: round {round}, {name}"
            ),
            part == 0.0,
        );
    }
}

impl Block<'_> {
    /// The figures of all rounds.
    pub fn run(mut self, progress: &mut Progress) -> Vec<Figures> {
        let started = Instant::now();
        let mut samples: BTreeMap<String, Vec<Vec<f64>>> = BTreeMap::new();
        let mut without = BTreeMap::new();
        let mut spent: BTreeMap<String, Duration> = BTreeMap::new();
        let rounds = self.turns.iter().map(|turn| turn.rounds).max().unwrap_or_default();
        for round in 0..rounds {
            for place in 0..self.turns.len() {
                let part = place as f64 / self.turns.len() as f64 + round as f64;
                let name = self.turns[place].name.clone();
                progress.show(&self, part / rounds as f64, round + 1, &name);
                let turn = &mut self.turns[place];
                let spent = spent.entry(turn.peer.clone()).or_default();
                let is_slow = round >= LEAST && *spent > SHARE;
                if round >= turn.rounds || is_slow || without.contains_key(&turn.peer) {
                    continue;
                }
                let start = Instant::now();
                match (turn.measure)() {
                    Ok(figures) => {
                        samples.entry(turn.peer.clone()).or_default().push(figures);
                    }
                    Err(why) => {
                        without.insert(turn.peer.clone(), why);
                    }
                }
                *spent += start.elapsed();
            }
        }
        progress.done += progress.expected[self.figures[0].id];
        let seconds = started.elapsed().as_secs_f64();
        self.figures
            .iter()
            .enumerate()
            .map(|(place, figure)| figures(figure, place, &self.sizes, seconds, &samples, &without))
            .collect()
    }
}

/// One figure of all peers: the one at a place of what each round says. One that is not a number is none.
fn figures(
    figure: &Figure,
    place: usize,
    sizes: &str,
    seconds: f64,
    samples: &BTreeMap<String, Vec<Vec<f64>>>,
    without: &BTreeMap<String, String>,
) -> Figures {
    let mut without = without.clone();
    let mut all = BTreeMap::new();
    for (peer, rounds) in samples {
        let said = rounds.iter().filter_map(|round| round.get(place).copied());
        match spread(said.filter(|figure| figure.is_finite()).collect()) {
            Some(spread) => drop(all.insert(peer.clone(), spread)),
            None => drop(without.insert(peer.clone(), "no reply".to_owned())),
        }
    }
    // One that broke off after a round that went well has figures.
    without.retain(|peer, _| !all.contains_key(peer));
    Figures {
        id: figure.id.to_owned(),
        title: figure.title.to_owned(),
        unit: figure.unit.to_owned(),
        sizes: sizes.to_owned(),
        seconds: (seconds * 10.0).round() / 10.0,
        figures: all,
        without,
    }
}
