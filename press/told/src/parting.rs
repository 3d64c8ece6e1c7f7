//! Why two runs print other things: the first step at which they part, and what keeps the line back that
//! should come.

use crate::names::Names;
use crate::reasons::cannot_come;
use crate::run::Run;
use crate::text::plain;
use crate::words;

/// Where and why a run parts from the recorded one.
#[derive(Debug, PartialEq, Eq)]
pub struct Parting {
    /// In plain words.
    pub why: String,
    /// Where it stands in the program's file.
    pub line: Option<usize>,
}

/// Why a program prints other lines than the recorded ones: both runs, each with all that was printed. Nothing, if a
/// run is not the one that printed this.
pub fn why([recorded, here]: [(&Run, &str); 2]) -> Option<Parting> {
    let prints = |(run, lines): (&Run, &str)| lines.starts_with(&run.printed());
    if prints(recorded) && prints(here) { parting(recorded.0, here.0) } else { None }
}

/// How a run parts from the recorded one; nothing, if it does not.
fn parting(recorded: &Run, here: &Run) -> Option<Parting> {
    let told = |run: &Run, names: &Names, place: usize| {
        run.steps.get(place).map(|step| plain(&words::sentence(names, step)))
    };
    let length = recorded.steps.len().max(here.steps.len());
    // A task that has another name does not part the runs.
    let numbers = Names::default();
    let parts = |&place: &usize| told(recorded, &numbers, place) != told(here, &numbers, place);
    let place = (0..length).find(parts)?;
    let at = |run: &Run| run.steps.get(place).and_then(|step| step.before.at);
    let at = at(here).or(at(recorded)).map(|at| format!(" at {}", words::time(at)));
    let [was, is] = [recorded, here].map(|run| {
        told(run, &run.names, place).unwrap_or_else(|| "The program has ended.".to_owned())
    });
    let at = at.unwrap_or_default();
    let why = format!("The two runs part{at}. Recorded: {was} Here: {is}");
    let line = here.steps.get(place).and_then(|step| step.line);
    Some(Parting { why: why + &held(recorded, here).unwrap_or_default(), line })
}

/// Of the first line that should come and comes later: what keeps it back.
fn held(recorded: &Run, here: &Run) -> Option<String> {
    let [was, is] = [recorded, here].map(|run| run.lines().map(str::to_owned).collect::<Vec<_>>());
    let place = (0..was.len().min(is.len())).find(|&place| was[place] != is[place])?;
    let later = (place..is.len()).find(|&later| is[later] == was[place])?;
    Some(format!(" {}", cannot_come(here, &is, later, place)))
}

#[cfg(test)]
#[path = "../tests/unit/parting.rs"]
mod tests;
