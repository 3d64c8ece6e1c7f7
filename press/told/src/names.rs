//! What the tasks of a recorded run are called: their numbers, and the names that the story gives them.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::timeless;
use crate::trace::{Trace, What};

/// The longest name, in letters; what is longer is no name but a text.
const LONGEST: usize = 24;

/// The names of a run's tasks. Drawings, sentences and reasons share them.
#[derive(Debug, Default)]
pub struct Names {
    stories: BTreeMap<u32, String>,
    coroutines: BTreeMap<u32, String>,
}

impl Names {
    /// The names in a run of a program with that text. A task is called by what its lines begin with, as
    /// in `Gull: docks`; else by the text that its spawn hands over, as in `cross("Gull", 2)`; else by its
    /// coroutine. Two tasks have one name only where their coroutine is all that is known.
    pub fn of(trace: &Trace, text: &str) -> Names {
        let tokens = tokens(text);
        let coroutines = coroutines(trace, &tokens);
        let mut stories = coroutines.clone();
        for source in [arguments(trace, &tokens, &coroutines), prefixes(trace, &tokens)] {
            let is_unique = |name: &String| source.values().filter(|it| *it == name).count() == 1;
            stories.extend(source.clone().into_iter().filter(|(_, name)| is_unique(name)));
        }
        stories.retain(|&task, story| *story != number(task));
        Names { stories, coroutines }
    }

    /// What a task is called: `main`, `task 1 · Gull`.
    pub fn task(&self, task: u32) -> String {
        match self.stories.get(&task).filter(|_| task != 0) {
            Some(story) => format!("{} · {story}", number(task)),
            None => number(task),
        }
    }

    /// What the story calls a task. For main, this stands beside its lane alone.
    pub fn story(&self, task: u32) -> Option<&str> {
        self.stories.get(&task).map(String::as_str)
    }

    /// The coroutine of a task, where that is not its name.
    pub fn coroutine(&self, task: u32) -> Option<&str> {
        let coroutine =
            self.coroutines.get(&task).filter(|it| Some(*it) != self.stories.get(&task));
        coroutine.map(String::as_str)
    }

    /// What keeps a waker: a task by its name, else the same words.
    pub fn keeper(&self, with: &str) -> String {
        let task = with.strip_prefix("task ").and_then(|number| number.parse().ok());
        task.map_or_else(|| with.to_owned(), |task| self.task(task))
    }
}

/// `main`, `task 1`
pub fn number(task: u32) -> String {
    if task == 0 { "main".to_owned() } else { format!("task {task}") }
}

/// What all lines of a task begin with. If it is one line only, the program has to know the word besides.
fn prefixes(trace: &Trace, tokens: &[Token<'_>]) -> BTreeMap<u32, String> {
    let mut lines: BTreeMap<u32, Vec<Option<&str>>> = BTreeMap::new();
    for event in &trace.events {
        if let (What::Print { text }, Some(by)) = (&event.what, event.by) {
            let start = timeless(text).split_once(": ").map(|(start, _)| start);
            lines.entry(by).or_default().push(start);
        }
    }
    let is_known = |start: &str| {
        let (word, first) = (start.replace(' ', "_"), start.split(' ').next());
        tokens.iter().any(|token| match token.kind {
            Kind::Word(known) => known.eq_ignore_ascii_case(&word),
            Kind::Literal(known) => known == start || Some(known) == first,
            Kind::Sign(_) => false,
        })
    };
    let named = lines.into_iter().filter_map(|(task, lines)| {
        let start = lines[0].filter(|start| is_name(start))?;
        let is_one = lines.iter().all(|line| *line == Some(start));
        (is_one && (lines.len() > 1 || is_known(start))).then(|| (task, start.to_owned()))
    });
    named.collect()
}

/// The texts that the statements which spawn tasks hand over; or the calls of their coroutine, where
/// there are as many of them as tasks.
fn arguments(
    trace: &Trace,
    tokens: &[Token<'_>],
    coroutines: &BTreeMap<u32, String>,
) -> BTreeMap<u32, String> {
    let mut named = BTreeMap::new();
    let mut same: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (&task, coroutine) in coroutines {
        same.entry(coroutine).or_default().push(task);
    }
    for (coroutine, tasks) in same {
        let calls = tokens.windows(3).filter_map(|window| match window {
            [a, b, c] => match (a.kind, b.kind, c.kind) {
                (Kind::Word(word), Kind::Sign('('), Kind::Literal(text)) if word == coroutine => {
                    Some(text)
                }
                _ => None,
            },
            _ => None,
        });
        named.extend(one_each(&tasks, &calls.collect::<Vec<_>>()));
    }
    for (line, tasks) in spawned(trace) {
        let texts = handed_over(statement(tokens, line));
        match (&tasks[..], &texts[..]) {
            ([task], [text, ..]) => named.extend([(*task, (*text).to_owned())]),
            (tasks, texts) => named.extend(one_each(tasks, texts)),
        }
    }
    let prints = |text: &str| {
        trace.events.iter().any(
            |event| matches!(&event.what, What::Print { text: line } if timeless(line) == text),
        )
    };
    named.retain(|_, name| is_name(name) && !prints(name));
    named
}

/// Names for tasks in their order, if there is one for each.
fn one_each(tasks: &[u32], names: &[&str]) -> Vec<(u32, String)> {
    let named = tasks.iter().zip(names).map(|(task, name)| (*task, (*name).to_owned()));
    named.filter(|_| tasks.len() == names.len()).collect()
}

/// What was recorded as the coroutine, or what the statement that spawns calls for it.
fn coroutines(trace: &Trace, tokens: &[Token<'_>]) -> BTreeMap<u32, String> {
    let mut named = BTreeMap::new();
    for (line, tasks) in spawned(trace) {
        let kinds: Vec<_> = statement(tokens, line).iter().map(|token| token.kind).collect();
        let is_spawn = |kinds: &[Kind<'_>]| {
            matches!(kinds, [Kind::Word("spawn" | "start_soon"), Kind::Sign('(')])
        };
        let spawns = (2..kinds.len()).filter(|&at| is_spawn(&kinds[at - 2..at]));
        let called: Vec<_> = spawns.filter_map(|at| called(&kinds[at..])).collect();
        match &called[..] {
            [one] => named.extend(tasks.iter().map(|task| (*task, (*one).to_owned()))),
            each => named.extend(one_each(&tasks, each)),
        }
    }
    for event in &trace.events {
        if let (What::Spawn { name: Some(name) }, Some(task)) = (&event.what, event.task) {
            named.insert(task, name.clone());
        }
    }
    named.remove(&0);
    named
}

/// The function that is called first, as in `cross("Gull", 2)` or `harbour::cross()`.
fn called<'a>(kinds: &[Kind<'a>]) -> Option<&'a str> {
    let path = kinds.iter().take_while(|kind| matches!(kind, Kind::Word(_) | Kind::Sign(':')));
    let length = path.count();
    match (kinds.get(length.checked_sub(1)?), kinds.get(length)) {
        (Some(Kind::Word(word)), Some(Kind::Sign('('))) => Some(word),
        _ => None,
    }
}

/// The tasks that are spawned on each line.
fn spawned(trace: &Trace) -> BTreeMap<u32, Vec<u32>> {
    let mut lines: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for event in &trace.events {
        if let (What::Spawn { .. }, Some(task @ 1..), Some(line)) =
            (&event.what, event.task, event.line)
        {
            lines.entry(line).or_default().push(task);
        }
    }
    lines
}

fn is_name(text: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || " _-'".contains(letter);
    (1..=LONGEST).contains(&text.chars().count()) && text.chars().all(is_letter)
}

/// The texts that a statement hands over: the first of each call, each of a list, all equally deep. What a
/// block prints is none of them.
fn handed_over<'a>(statement: &[Token<'a>]) -> Vec<&'a str> {
    let mut open: Vec<(char, bool)> = Vec::new();
    let mut found: Vec<(usize, &str)> = Vec::new();
    for token in statement {
        match token.kind {
            Kind::Sign(sign @ ('(' | '[' | '{')) => open.push((sign, false)),
            Kind::Sign(')' | ']' | '}') => drop(open.pop()),
            Kind::Literal(text) if open.iter().all(|(sign, _)| *sign != '{') => {
                let depth = open.len();
                match open.last_mut() {
                    Some(('(', true)) => {}
                    Some((_, has_one)) => {
                        *has_one = true;
                        found.push((depth, text));
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }
    let depth = found.first().map(|(depth, _)| *depth);
    found.into_iter().filter(|(other, _)| Some(*other) == depth).map(|(_, text)| text).collect()
}

/// A word, a text or a sign of a program in either language, and its line.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    line: u32,
    kind: Kind<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Kind<'a> {
    Word(&'a str),
    Literal(&'a str),
    Sign(char),
}

/// The tokens of a program, without its comments.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_in_word = |it: char| it.is_alphanumeric() || it == '_';
            let (kind, length) = match first {
                '#' => break,
                '/' if rest.starts_with("//") => break,
                '"' => {
                    let escapes = rest.replace("\\\\", "__").replace("\\\"", "__");
                    let end = escapes[1..].find('"').map_or(rest.len(), |end| 1 + end);
                    (Kind::Literal(&rest[1..end]), end + 1)
                }
                it if is_in_word(it) => {
                    let end = rest.find(|it| !is_in_word(it)).unwrap_or(rest.len());
                    (Kind::Word(&rest[..end]), end)
                }
                it => (Kind::Sign(it), it.len_utf8()),
            };
            tokens.push(Token { line, kind });
            rest = rest.get(length..).unwrap_or_default().trim_start();
        }
    }
    tokens
}

/// The statement around a line: from where its chain of calls begins to where its brackets are closed.
fn statement<'a, 'b>(tokens: &'b [Token<'a>], line: u32) -> &'b [Token<'a>] {
    let starts: BTreeSet<u32> = tokens.iter().map(|token| token.line).collect();
    let at = |line: u32| tokens.partition_point(|token| token.line < line);
    let goes_on = |line: u32| {
        let first = tokens.get(at(line)).map(|token| token.kind);
        matches!(first, Some(Kind::Sign('.' | ')' | ']' | '}')))
    };
    let mut first = line;
    while goes_on(first) {
        let Some(&before) = starts.range(..first).next_back() else { break };
        first = before;
    }
    let from = at(first);
    let mut depth = 0_i32;
    for (index, token) in tokens.iter().enumerate().skip(from) {
        match token.kind {
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        let is_last = tokens.get(index + 1).is_none_or(|next| next.line != token.line);
        if is_last && token.line >= line && depth <= 0 {
            return &tokens[from..=index];
        }
    }
    &tokens[from..]
}

#[cfg(test)]
#[path = "../tests/unit/names.rs"]
mod tests;
