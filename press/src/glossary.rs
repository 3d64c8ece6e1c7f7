//! The glossary, `src/reference/glossary.toml`: the words of the field as the book uses them. Each page links the
//! first use of a word to its entry, and the check keeps to one word for one thing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

use crate::fault::{Fault, Flaw, line_at, tables};
use crate::markdown::{Kind, Mark};

/// Where the entries are, from the book's root.
pub const FILE: &str = "src/reference/glossary.toml";

/// One entry. Its texts are Markdown, of a line each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The word, or the words, as the book has them.
    pub name: String,
    /// Its other forms: plurals, and what a verb becomes.
    #[serde(default)]
    pub forms: Vec<String>,
    /// What it means, in a sentence or two.
    pub meaning: String,
    /// Its name in Python.
    pub python: String,
    /// Its name in Rust.
    pub rust: String,
    /// Its names in other loops, where they have such a thing.
    pub loops: Option<String>,
    /// A program that shows it, as `first-steps/create_task`.
    pub program: String,
    /// The line of it that does.
    pub line: String,
    /// The concept whose section explains it.
    pub concept: Option<String>,
    /// Where its forms are other words too, as the verb `handle`: one of these words stands before the term.
    #[serde(default)]
    pub after: Vec<String>,
    /// Words for the same thing that the book does not use.
    #[serde(default)]
    pub not: Vec<String>,
}

impl Term {
    /// The id of its entry.
    pub fn id(&self) -> String {
        format!("term-{}", self.name.to_lowercase().replace([' ', '_'], "-"))
    }

    fn all_forms(&self) -> impl Iterator<Item = &String> {
        [&self.name].into_iter().chain(&self.forms)
    }
}

/// All entries; a book without a glossary has none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    /// The entries, in the order of the file.
    #[serde(default, rename = "term")]
    pub terms: Vec<Term>,
    /// Words that a page emphasises and that are no terms.
    #[serde(default)]
    stressed: BTreeSet<String>,
    /// The file, to find lines in.
    #[serde(skip)]
    text: String,
}

impl Glossary {
    /// Reads the glossary of the book at `root`.
    /// Errors: if the file is there and cannot be read.
    pub fn read(root: &Path) -> Result<Glossary, Fault> {
        let read = tables(root, FILE, "give the entry the keys of the others")?;
        Ok(read.map_or_else(Glossary::default, |(read, text)| Glossary { text, ..read }))
    }

    /// The entry of that id.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id() == id)
    }

    /// The first use of each term in the running text of a page. The page of the glossary links none to itself.
    pub fn first_uses(&self, text: &str, marks: &[Mark]) -> Vec<Mark> {
        if marks.iter().any(|mark| mark.kind == Kind::Glossary) {
            return Vec::new();
        }
        let forms = self.terms.iter().flat_map(|it| it.all_forms().map(move |form| (&**form, it)));
        let mut seen = BTreeSet::new();
        let mut found = uses(text, marks, &forms.collect::<Vec<_>>());
        found.retain(|(range, term)| {
            let is_after = || {
                let mut before = text[..range.start].rsplit(|c| !is_part(c));
                let last = before.find(|word| !word.is_empty()).map(str::to_lowercase);
                last.is_some_and(|word| term.after.contains(&word))
            };
            (term.after.is_empty() || is_after()) && seen.insert(&term.name)
        });
        let marks = found.into_iter().map(|(range, term)| Mark {
            line: line_at(text, range.start),
            kind: Kind::Term(term.id(), text[range.clone()].to_owned()),
            range,
        });
        marks.collect()
    }

    /// What of a page's words is not as the glossary has it: another word for a term, and an emphasised word that
    /// is in no entry.
    pub fn wrong_words(&self, file: &Path, text: &str, marks: &[Mark]) -> Vec<Fault> {
        if self.terms.is_empty() {
            return Vec::new();
        }
        let others = self.terms.iter().flat_map(|it| it.not.iter().map(move |word| (&**word, it)));
        let others = uses(text, marks, &others.collect::<Vec<_>>());
        let others = others.into_iter().map(|(range, term)| {
            let found = format!("`{}` is `{}` in this book", &text[range.clone()], term.name);
            let remedy = format!("write `{}`, or see its entry in {FILE}", term.name);
            Flaw::new(found, remedy).at(file, line_at(text, range.start))
        });
        let stressed = marks.iter().filter(|mark| mark.kind == Kind::Prose { is_stressed: true });
        let unknown = stressed.filter_map(|mark| {
            let word = words(&text[mark.range.clone()]).collect::<Vec<_>>();
            let word = word.iter().map(|(_, word)| &**word).collect::<Vec<_>>().join(" ");
            let is_name = text[mark.range.clone()].starts_with(|c: char| !c.is_lowercase());
            let is_known = is_name
                || self.stressed.contains(&word)
                || self.terms.iter().flat_map(Term::all_forms).any(|it| it.to_lowercase() == word);
            let found = format!("`{word}` is emphasised and has no entry in the glossary");
            let remedy = format!("write its entry in {FILE}, or name it there in `stressed`");
            (!is_known).then(|| Flaw::new(found, remedy).at(file, mark.line))
        });
        others.chain(unknown).collect()
    }

    /// What is wrong with the entries: a form of two, and one that `is_used` nowhere, or that is `wrong` by itself.
    pub fn wrong_entries(
        &self,
        is_used: impl Fn(&Term) -> bool,
        wrong: impl Fn(&Term) -> Option<Flaw>,
    ) -> Vec<Fault> {
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        let mut faults = Vec::new();
        for term in &self.terms {
            let written = format!("name = \"{}\"", term.name);
            let line = self.text.find(&written).map_or(0, |offset| line_at(&self.text, offset));
            let mut add = |flaw: Flaw| faults.push(flaw.at(Path::new(FILE), line));
            for form in term.all_forms() {
                if let Some(owner) = owners.insert(form.to_lowercase(), &term.name) {
                    let found = format!("`{form}` is a form of `{owner}` too");
                    add(Flaw::new(found, "leave it to one of them"));
                }
            }
            if !is_used(term) {
                let found = format!("no page uses the term `{}`", term.name);
                add(Flaw::new(found, "use it in running text, or take the entry out"));
            }
            wrong(term).into_iter().for_each(add);
        }
        faults
    }
}

/// Where the running text has one of these words or phrases, in its order; the longest counts. Other marks keep
/// their text.
fn uses<'a, T>(
    text: &str,
    marks: &[Mark],
    phrases: &[(&str, &'a T)],
) -> Vec<(Range<usize>, &'a T)> {
    let mut by_first_word: HashMap<String, Vec<(Vec<String>, &T)>> = HashMap::new();
    for (phrase, it) in phrases {
        let mut phrase = words(phrase).map(|(_, word)| word);
        if let Some(first) = phrase.next() {
            by_first_word.entry(first).or_default().push((phrase.collect(), it));
        }
    }
    let phrases = by_first_word.values_mut();
    phrases.for_each(|those| those.sort_by_key(|(rest, _)| Reverse(rest.len())));
    let (prose, others): (Vec<&Mark>, Vec<&Mark>) =
        marks.iter().partition(|mark| matches!(mark.kind, Kind::Prose { .. }));
    let mut found = Vec::new();
    for run in prose {
        let start = run.range.start;
        let words: Vec<_> = words(&text[run.range.clone()]).collect();
        let mut at = 0;
        while at < words.len() {
            let those = by_first_word.get(&words[at].1).map_or(&[][..], Vec::as_slice);
            let longest = those.iter().find(|(rest, _)| {
                let here = words[at + 1..].iter().take(rest.len());
                here.map(|(_, word)| word).eq(rest)
            });
            let Some((rest, it)) = longest else {
                at += 1;
                continue;
            };
            let last = at + rest.len();
            let range = start + words[at].0.start..start + words[last].0.end;
            let is_free =
                |mark: &&Mark| mark.range.end <= range.start || range.end <= mark.range.start;
            if others.iter().all(is_free) {
                found.push((range, *it));
            }
            at = last + 1;
        }
    }
    found
}

/// The words of a text in small letters, each with its place. What stands between two of them does not matter, so a
/// phrase may go on in the next line.
fn words(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(is_part)?;
        let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |end| start + end);
        rest = end;
        Some((start..end, text[start..end].to_lowercase()))
    })
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

#[cfg(test)]
#[path = "../tests/unit/glossary.rs"]
mod tests;
