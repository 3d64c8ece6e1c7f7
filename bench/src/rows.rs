//! What is measured.

/// What one measurement of each peer yields: a figure or several.
pub struct Row {
    pub figures: &'static [Figure],
    /// Its name for a child, with the sizes for Rust and for Python.
    pub work: &'static str,
    pub rust: &'static [usize],
    pub python: &'static [usize],
    pub read: Read,
}

pub struct Figure {
    pub id: &'static str,
    pub title: &'static str,
    pub unit: &'static str,
}

/// What the figures are made of.
#[derive(Clone, Copy)]
pub enum Read {
    /// The child says them.
    Plain,
    /// It says four, two for each crowd; and then how they grow.
    Growth,
    /// A client sends it this request, and it says its CPU time.
    Served(&'static [u8]),
}

use Read::{Growth, Plain, Served};

const ECHO: Read = Served(&[7; 64]);
const HTTP: Read = Served(b"GET / HTTP/1.1\r\nhost: harbour\r\n\r\n");

pub const fn figure(id: &'static str, title: &'static str, unit: &'static str) -> Figure {
    Figure { id, title, unit }
}

const RATE: &str = "/s";
const CPU: &str = "CPU time of the server, a request";

pub const ROWS: &[Row] = &[
    Row {
        figures: &[figure("spawn", "spawn a task, and join all in the end", "ns")],
        work: "spawn all",
        rust: &[100_000],
        python: &[10_000],
        read: Plain,
    },
    Row {
        figures: &[figure("spawn-one", "spawn a task and join it before the next", "ns")],
        work: "spawn one by one",
        rust: &[200_000],
        python: &[10_000],
        read: Plain,
    },
    Row {
        figures: &[figure("yield-one", "yield, one task", "ns")],
        work: "yield",
        rust: &[1, 300_000],
        python: &[1, 20_000],
        read: Plain,
    },
    Row {
        figures: &[figure("yield-many", "yield, 100 tasks by turns", "ns")],
        work: "yield",
        rust: &[100, 500_000],
        python: &[100, 20_000],
        read: Plain,
    },
    Row {
        figures: &[figure("message", "a message through a channel of 100", "ns")],
        work: "message",
        rust: &[500_000],
        python: &[20_000],
        read: Plain,
    },
    Row {
        figures: &[figure("oneshot", "a oneshot, and the task that sends it", "ns")],
        work: "oneshot",
        rust: &[200_000],
        python: &[10_000],
        read: Plain,
    },
    Row {
        figures: &[figure("timer", "a timer that is set and dropped", "ns")],
        work: "timer dropped",
        rust: &[200_000],
        python: &[20_000],
        read: Plain,
    },
    Row {
        figures: &[figure("sleep", "a task that sleeps until its timer fires, of many", "ns")],
        work: "sleep",
        rust: &[100_000],
        python: &[10_000],
        read: Plain,
    },
    Row {
        figures: &[
            figure("echo-1", "echo, 1 connection: requests a second", RATE),
            figure("echo-1-cpu", CPU, "ns"),
        ],
        work: "echo",
        rust: &[1, 10_000],
        python: &[1, 4_000],
        read: ECHO,
    },
    Row {
        figures: &[
            figure("echo-1000", "echo, 1,000 connections: requests a second", RATE),
            figure("echo-1000-cpu", CPU, "ns"),
        ],
        work: "echo",
        rust: &[1_000, 60],
        python: &[1_000, 8],
        read: ECHO,
    },
    Row {
        figures: &[
            figure("echo-8000", "echo, 8,000 connections: requests a second", RATE),
            figure("echo-8000-cpu", CPU, "ns"),
        ],
        work: "echo",
        rust: &[8_000, 15],
        python: &[8_000, 2],
        read: ECHO,
    },
    Row {
        figures: &[
            figure("http", "HTTP/1 by hyper, 50 connections: requests a second", RATE),
            figure("http-cpu", CPU, "ns"),
        ],
        work: "http",
        rust: &[50, 400],
        python: &[],
        read: HTTP,
    },
    Row {
        figures: &[figure("memory", "memory of a task that sleeps", "bytes")],
        work: "sleepers",
        rust: &[1_000_000],
        python: &[50_000],
        read: Plain,
    },
    Row {
        figures: &[
            figure("wake-few", "wake a parked task and hear of it, of 1,000", "ns"),
            figure("wake-many", "the same, of 1,000,000 (Python: 50,000)", "ns"),
            figure("wake-growth", "growth of the wake, from few to many", "times"),
            figure("crowd-few", "spawn and join a task beside 1,000 parked ones", "ns"),
            figure("crowd-many", "the same beside 1,000,000 (Python: 50,000)", "ns"),
            figure("crowd-growth", "growth of the spawn, from few to many", "times"),
        ],
        work: "beside",
        rust: &[1_000, 1_000_000, 100_000],
        python: &[1_000, 50_000, 5_000],
        read: Growth,
    },
];

impl Row {
    /// Whether it needs neither timers nor sockets.
    pub fn is_about_tasks(&self) -> bool {
        !matches!(self.work, "timer dropped" | "sleep" | "sleepers" | "echo" | "http")
    }

    /// The sizes for a language; a hundredth of what is to be done, where it is for a try only.
    pub fn sizes(&self, is_python: bool, quick: bool) -> Vec<usize> {
        let sizes = if is_python { self.python } else { self.rust };
        let is_work = |place: usize| place + 1 == sizes.len() || matches!(self.read, Growth);
        let smaller = |(place, size): (usize, &usize)| match quick && is_work(place) {
            true => (size / 100).max(10),
            false => *size,
        };
        sizes.iter().enumerate().map(smaller).collect()
    }

    /// How that is said beside the figures.
    pub fn said_sizes(&self) -> String {
        let said = |sizes: &[usize]| {
            let sizes: Vec<_> = sizes.iter().map(|&size| with_commas(size)).collect();
            sizes.join(" × ")
        };
        match self.python {
            [] => said(self.rust),
            python => format!("{} (Python: {})", said(self.rust), said(python)),
        }
    }
}

fn with_commas(number: usize) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    groups.join(",")
}
