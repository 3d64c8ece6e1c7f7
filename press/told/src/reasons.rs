//! Of each two lines of a recorded run the reason why the later one cannot come first, read off its steps.

use crate::names::Names;
use crate::run::{Phase, Run, Step, is_beside};
use crate::text::timeless;
use crate::trace::What;
use crate::words::TO_THE_END;

/// Why a line of a run cannot come at an earlier place, in a sentence.
pub fn cannot_come(run: &Run, lines: &[String], line: usize, place: usize) -> String {
    format!("`{}` cannot come here: {}.", lines[line], Reasons::of(run).why(line, place))
}

/// A run, asked why a line cannot come at an earlier place.
pub struct Reasons<'a> {
    steps: &'a [Step],
    names: &'a Names,
    /// The steps that print.
    prints: Vec<usize>,
}

impl Reasons<'_> {
    /// Asks this run.
    pub fn of(run: &Run) -> Reasons<'_> {
        let (steps, names) = (&run.steps, &run.names);
        let prints = (0..steps.len()).filter(|&step| steps[step].printed().is_some()).collect();
        Reasons { steps, names, prints }
    }

    /// What keeps the task of a line from printing it when the line of an earlier place is printed. It
    /// names that line only where the same task prints both.
    pub fn why(&self, line: usize, place: usize) -> String {
        let (here, there) = (self.prints[place], self.prints[line]);
        let Some(task) = self.steps[there].printer() else {
            return self.outside(here, there);
        };
        let who = self.names.task(task);
        let mut between = self.prints[place..line].iter();
        if let Some(&first) = between.find(|&&print| self.steps[print].printer() == Some(task)) {
            let text = self.text(first);
            let parks = |&step: &usize| end(&self.steps[step], task) == Some(&What::Pending);
            let then = match (first..there).find(parks) {
                None => return format!("{who} prints it, and prints `{text}` first"),
                Some(step) if self.steps[step].yields() => TO_THE_END.to_owned(),
                Some(step) => self.waits(task, step, here),
            };
            return format!("{who} prints `{text}` first, and then {then}");
        }
        let is = match self.phase(task, here) {
            None => "is not made yet".to_owned(),
            Some(Phase::Ready) => self.queued(task, here),
            Some(Phase::Parked) => self.waits(task, here, here),
            Some(Phase::Polled | Phase::Ended) => return self.outside(here, there),
        };
        format!("{who}, which prints it, {is}")
    }

    /// What it prints, without its time.
    fn text(&self, step: usize) -> &str {
        timeless(self.steps[step].printed().unwrap_or_default())
    }

    /// What a task does before a step. Not every recorder sees how main is made.
    fn phase(&self, task: u32, step: usize) -> Option<Phase> {
        let phase = self.steps[step].before.phase(task);
        phase.or((task == 0).then_some(Phase::Ready))
    }

    /// Of a task in the ready queue: who keeps it there.
    fn queued(&self, task: u32, here: usize) -> String {
        let Some(other) = self.steps[here].printer() else {
            return "is in the ready queue".to_owned();
        };
        let holder = self.names.task(other);
        let polls = |step: &Step| step.of(other).any(|what| *what == What::Poll);
        let polled = self.steps[..here].iter().rposition(polls);
        let was_ready = |step: &usize| self.phase(task, *step) == Some(Phase::Ready);
        let Some(polled) = polled.filter(was_ready) else {
            let ends = |step: &Step| Some((end(step, other)?.clone(), step.after.phase(other)));
            let end = match self.steps[here..].iter().find_map(ends) {
                Some((What::Pending, Some(Phase::Ready))) => "it yields",
                Some((What::Pending, _)) => "it has to wait",
                _ => "it ends",
            };
            return format!("is ready, but {holder} has the turn and keeps it until {end}");
        };
        let Step { world, before, .. } = &self.steps[polled];
        let place = |task: u32| before.ready.iter().position(|&other| other == task);
        let first = match (place(other), place(task)) {
            _ if is_beside(*world, other) => {
                ", and main, which tokio polls beside the queue, has its turn first".to_owned()
            }
            (Some(before), Some(behind)) if before < behind => format!(" behind {holder}"),
            _ => format!(", and {holder} has its turn first"),
        };
        format!("is in the ready queue{first}")
    }

    /// Of a task that is parked after a step: what it waits for, as seen from another. This is what
    /// wakes it in the end.
    fn waits(&self, task: u32, at: usize, here: usize) -> String {
        let kept = self.steps[at].after.keepers.get(&task).and_then(|kept| kept.last());
        if let Some(other) = kept.filter(|with| with.starts_with("task ")) {
            return format!("waits for {} to end", self.names.keeper(other));
        }
        let mut later = self.steps[at..].iter().flat_map(|step| &step.events);
        let ends = later.find(|event| {
            let ends =
                matches!(event.what, What::TimerDue { .. } | What::SocketReady { .. } | What::Wake);
            ends && event.task == Some(task)
        });
        let who = match (ends.map(|event| (&event.what, event.by)), self.steps[here].after.at) {
            (Some((What::SocketReady { .. }, _)), _) => return "waits for its socket".to_owned(),
            (Some((What::TimerDue { due }, _)), Some(now)) if *due > now => {
                return format!("waits until {due:.1} s, and here it is {now:.1} s");
            }
            (Some((What::TimerDue { .. }, _)), _) => "its timer has not".to_owned(),
            (Some((_, Some(other))), _) => format!("{} has not", self.names.task(other)),
            _ => "nothing has".to_owned(),
        };
        format!("waits, and {who} woken it yet")
    }

    /// Of a line that no task prints, as one at the program's end.
    fn outside(&self, here: usize, there: usize) -> String {
        let ends =
            |step: &Step| step.of(0).any(|what| matches!(what, What::Ready | What::Error { .. }));
        let end = self.steps.iter().position(ends);
        match (self.steps[here].after.at, self.steps[there].after.at) {
            _ if end.is_some_and(|end| here < end && end < there) => {
                "no task prints it, and it comes after main has ended".to_owned()
            }
            (Some(now), Some(then)) if now < then => {
                format!("it is printed at {then:.1} s, and here it is {now:.1} s")
            }
            _ => format!("`{}` is printed first", self.text(here)),
        }
    }
}

/// How a poll of the task ends at a step, if one does.
fn end(step: &Step, task: u32) -> Option<&What> {
    let ends = |what: &&What| {
        matches!(what, What::Pending | What::Ready | What::Error { .. } | What::Drop)
    };
    step.of(task).find(ends)
}

#[cfg(test)]
#[path = "../tests/unit/reasons.rs"]
mod tests;
