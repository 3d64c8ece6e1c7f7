//! On what it was measured.

use std::fs;
use std::process::Command;
use std::thread::available_parallelism;

use bench::record::{Machine, Peer};

/// The machine, and the Python that measures.
pub fn describe(peers: &[Peer]) -> Machine {
    let asyncio = peers.iter().find(|peer| peer.id == "asyncio");
    let cpu = field("/proc/cpuinfo", "model name");
    let memory = field("/proc/meminfo", "MemTotal");
    let memory = memory.split(' ').next().and_then(|kib| kib.parse::<f64>().ok());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    Machine {
        cpu: if cpu.is_empty() { std::env::consts::ARCH.to_owned() } else { cpu },
        cores: available_parallelism().map_or(0, usize::from),
        memory: format!("{:.0} GiB", memory.unwrap_or_default() / 1024.0 / 1024.0),
        system: format!("{} {}", std::env::consts::OS, kernel.trim()),
        load: load.split(' ').next().unwrap_or("unknown").to_owned(),
        rust: said("rustc", &["--version"]),
        python: asyncio.map(|peer| peer.version.clone()).unwrap_or_default(),
    }
}

/// What follows the name of a field in a file of the system.
fn field(file: &str, name: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let mut lines = text.lines().filter_map(|line| line.split_once(':'));
    let found = lines.find(|(key, _)| key.trim() == name);
    found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

fn said(program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).output();
    let said = output.map(|it| String::from_utf8_lossy(&it.stdout).trim().to_owned());
    said.unwrap_or_default()
}

/// The day, from the system's own calendar.
pub fn today() -> String {
    said("date", &["+%Y-%m-%d"])
}
