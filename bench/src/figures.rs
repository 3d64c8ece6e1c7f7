//! What is measured, and what the project promised of it.

use std::time::Duration;

use crate::peers::{local_pool, smol, tokio, tokio_spawned, toy};
use crate::{client, sleepers};

/// One measurement of one peer: its figures, or why there are none.
pub type Outcome = Result<Vec<f64>, String>;

/// The figures that one measurement of each peer yields.
pub struct Group {
    pub figures: &'static [Figure],
    /// In the order of [`PEERS`]; nothing where the peer has no such thing.
    pub work: [Option<fn() -> Outcome>; PEERS.len()],
}

pub struct Figure {
    pub name: &'static str,
    pub unit: &'static str,
    pub budget: Option<Budget>,
}

#[derive(Clone, Copy)]
pub enum Budget {
    /// At most so many times tokio's figure.
    OfTokio(f64),
    /// At least so many times tokio's figure.
    AtLeastOfTokio(f64),
    /// At most this, whatever tokio's is.
    AtMost(f64),
}

use Budget::{AtLeastOfTokio, AtMost, OfTokio};

/// `spawned` is tokio with its main in a task.
pub const PEERS: [&str; 5] = ["toy", "tokio", "spawned", "smol", "LocalPool"];

const fn figure(name: &'static str, unit: &'static str, budget: Option<Budget>) -> Figure {
    Figure { name, unit, budget }
}

/// The time of one operation, in nanoseconds.
pub fn each(operations: usize, time: Duration) -> Outcome {
    Ok(vec![time.as_nanos() as f64 / operations as f64])
}

macro_rules! everywhere {
    ($work:ident($($argument:expr),*)) => {
        [
            Some(|| toy::$work($($argument),*)),
            Some(|| tokio::$work($($argument),*)),
            Some(|| tokio_spawned::$work($($argument),*)),
            Some(|| smol::$work($($argument),*)),
            Some(|| local_pool::$work($($argument),*)),
        ]
    };
}

/// LocalPool has neither sleeps nor sockets.
macro_rules! with_a_reactor {
    ($work:ident($($argument:expr),*)) => {
        [
            Some(|| toy::$work($($argument),*)),
            Some(|| tokio::$work($($argument),*)),
            None,
            Some(|| smol::$work($($argument),*)),
            None,
        ]
    };
}

/// Who has adapters for hyper here.
macro_rules! with_hyper {
    ($client:expr) => {
        [
            Some(|| toy::http($client)),
            Some(|| tokio::http($client)),
            None,
            None,
            None,
        ]
    };
}

pub const GROUPS: &[Group] = &[
    Group {
        figures: &[figure("spawn all", "ns", Some(OfTokio(0.6)))],
        work: everywhere!(spawn_all()),
    },
    Group {
        figures: &[figure("spawn one by one", "ns", Some(OfTokio(0.2)))],
        work: everywhere!(spawn_one_by_one()),
    },
    Group {
        figures: &[figure("yield, one task", "ns", Some(OfTokio(0.3)))],
        work: everywhere!(yields(1)),
    },
    Group {
        figures: &[figure("yield, 100 tasks", "ns", Some(OfTokio(0.3)))],
        work: everywhere!(yields(100)),
    },
    Group {
        figures: &[figure("channel, tokio's mpsc", "ns", Some(OfTokio(0.7)))],
        work: everywhere!(channel()),
    },
    Group {
        figures: &[figure("oneshot", "ns", Some(OfTokio(0.3)))],
        work: everywhere!(oneshot()),
    },
    Group {
        figures: &[figure("timer set and dropped", "ns", Some(OfTokio(0.25)))],
        work: with_a_reactor!(timer_dropped()),
    },
    Group {
        figures: &[figure("sleep fired, of 100,000", "ns", Some(OfTokio(1.0)))],
        work: with_a_reactor!(sleep_fired()),
    },
    Group {
        figures: &[
            figure("echo, 1 connection", "1/s", Some(AtLeastOfTokio(1.0))),
            figure("echo, 1 connection, CPU", "ns", Some(OfTokio(1.0))),
        ],
        work: with_a_reactor!(echo(1, 20_000)),
    },
    Group {
        figures: &[
            figure("echo, 1,000 connections", "1/s", Some(AtLeastOfTokio(1.0))),
            figure("echo, 1,000 connections, CPU", "ns", Some(OfTokio(1.0))),
        ],
        work: with_a_reactor!(echo(1_000, 100)),
    },
    Group {
        figures: &[
            figure("echo, 8,000 connections", "1/s", Some(AtLeastOfTokio(1.0))),
            figure("echo, 8,000 connections, CPU", "ns", Some(OfTokio(1.0))),
        ],
        work: with_a_reactor!(echo(8_000, 25)),
    },
    Group {
        figures: &[
            figure("http, 50 connections", "1/s", None),
            figure("http, 50 connections, CPU", "ns", Some(OfTokio(1.0))),
        ],
        work: with_hyper!(client::browse),
    },
    Group {
        figures: &[
            figure("http by wrk", "1/s", None),
            figure("http by wrk, CPU", "ns", Some(OfTokio(1.0))),
        ],
        work: with_hyper!(client::wrk),
    },
    Group {
        figures: &[figure(
            "sleeping task, of 1,000,000",
            "bytes",
            Some(AtMost(430.0)),
        )],
        work: [
            Some(|| sleepers::measure_in_a_child("toy")),
            Some(|| sleepers::measure_in_a_child("tokio")),
            None,
            Some(|| sleepers::measure_in_a_child("smol")),
            None,
        ],
    },
    Group {
        figures: &[
            figure("wake and poll, 1,000 tasks", "ns", None),
            figure("wake and poll, 1,000,000 tasks", "ns", None),
            figure("wake and poll, growth", "times", Some(AtMost(1.5))),
        ],
        work: everywhere!(wake_among()),
    },
    Group {
        figures: &[
            figure("spawn beside 1,000 tasks", "ns", None),
            figure("spawn beside 1,000,000 tasks", "ns", None),
            figure("spawn, growth", "times", Some(AtMost(1.5))),
        ],
        work: everywhere!(spawn_beside()),
    },
];
