//! What a stage of the loop gains: examples of the ground-up chapter measure it beside the one before.

use crate::cast::cargo;
use crate::rounds::{Block, Turn};
use crate::rows::{Figure, figure};
use bench::record::Peer;

/// An example, which prints a line of durations for each figure, and a column for each stage.
pub struct Example {
    name: &'static str,
    pub figures: &'static [Figure],
    stages: [(&'static str, &'static str); 2],
    sizes: &'static str,
}

const fn nanoseconds_of(id: &'static str, title: &'static str) -> Figure {
    figure(id, title, "ns")
}

pub const EXAMPLES: [Example; 5] = [
    Example {
        name: "idle_sockets",
        figures: &[
            nanoseconds_of("idle-10", "a message beside 10 idle sockets"),
            nanoseconds_of("idle-5000", "a message beside 5,000 idle sockets"),
        ],
        stages: [("list", "a list at every look"), ("registrations", "registrations")],
        sizes: "20,000 and 500 messages",
    },
    Example {
        name: "spawned_tasks",
        figures: &[
            nanoseconds_of("slots-0", "spawn and join a task, none waits"),
            nanoseconds_of("slots-1000", "spawn and join a task beside 1,000"),
            nanoseconds_of("slots-million", "spawn and join a task beside 1,000,000"),
        ],
        stages: [("tree", "a tree of tasks"), ("slots", "slots")],
        sizes: "2,000 rounds of 100 tasks",
    },
    Example {
        name: "wakes",
        figures: &[
            nanoseconds_of("wake-2", "a wake between 2 tasks"),
            nanoseconds_of("wake-100", "a wake between 100 tasks"),
        ],
        stages: [("locked-queue", "a locked queue"), ("own-queue", "a queue of the loop's own")],
        sizes: "200 rounds",
    },
    Example {
        name: "reads",
        figures: &[nanoseconds_of("request", "a request of five bytes")],
        stages: [("looks", "a look before each wait"), ("remembered", "remembered readiness")],
        sizes: "200 rounds of 1,000 requests",
    },
    Example {
        name: "timers",
        figures: &[
            nanoseconds_of("timer-10", "a timer that is set and dropped, beside 10"),
            nanoseconds_of("timer-million", "the same, beside 1,000,000"),
        ],
        stages: [("deadline-tree", "a tree of deadlines"), ("deadline-wheel", "a wheel")],
        sizes: "20 and 2 rounds of 100,000 timers",
    },
];

impl Example {
    /// The stages, as peers.
    pub fn peers(&self) -> Vec<Peer> {
        let peer = |(id, name)| Peer::new(id, name, "rust", String::new());
        self.stages.map(peer).to_vec()
    }

    pub fn block(&'static self) -> Block<'static> {
        let turns = self.stages.iter().enumerate().map(|(column, (id, name))| Turn {
            peer: id.to_string(),
            name: name.to_string(),
            rounds: 3,
            measure: Box::new(move || {
                let figures = self.measure(column);
                figures.ok_or_else(|| format!("{} says no such figure", self.name))
            }),
        });
        Block { figures: self.figures, sizes: self.sizes.to_owned(), turns: turns.collect() }
    }

    /// The durations of a column, one for each figure.
    fn measure(&self, column: usize) -> Option<Vec<f64>> {
        let cargo = cargo(&["run", "--package", "ground-up", "--example", self.name]).output();
        let said = String::from_utf8(cargo.ok()?.stdout).ok()?;
        let words = said.lines().map(|line| line.split_whitespace().nth(column + 1));
        let figures: Vec<f64> = words.flatten().filter_map(nanoseconds).collect();
        (figures.len() == self.figures.len()).then_some(figures)
    }
}

/// Reads `19.2µs`.
fn nanoseconds(duration: &str) -> Option<f64> {
    let units = [("ns", 1.0), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)];
    let (number, scale) =
        units.iter().find_map(|(unit, scale)| Some((duration.strip_suffix(unit)?, scale)))?;
    Some(number.parse::<f64>().ok()? * scale)
}
