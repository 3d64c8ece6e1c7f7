//! A page's Markdown, read once: all that the press has to do with, as typed marks. Nothing else in the
//! press knows how a notation is written.

use std::mem;
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag, TagEnd,
};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use proof::Language;

use crate::fault::line_at;

/// One thing in a page's Markdown that the press has to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Which bytes of the text it takes.
    pub range: Range<usize>,
    /// The line that it begins on.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of things that the press has to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `## Title { #id .class }`
    Heading(Heading),
    /// A fenced block.
    Fence(Fence),
    /// `[words](test:chapter::name)`: the words, and the address of the test.
    Proved(String, String),
    /// `[words](docs:https://… "version")`
    Documented(Documented),
    /// `[words](chapter/README.md)`, a chapter's first page.
    ToChapter(String, String),
    /// `{{#program chapter/name}}`, and the program that it is shown with the differences from:
    /// `{{#program chapter/name after chapter/old}}`
    Program(String, Manner, Option<String>),
    /// `{{#trace chapter/name}}`
    Trace(String),
    /// `{{#stage name}}`
    Stage(String),
    /// `{{#exercise chapter/name}}`
    Exercise(String),
    /// A block `> [!NOTE]`: what is said in it, on one line.
    Note(String),
    /// `{{#chapters}}`
    Chapters,
    /// Running text, outside of links, headings and code, and whether it is emphasised.
    Prose {
        /// Whether it is emphasised.
        is_stressed: bool,
    },
    /// The first use of a term of the glossary: the id of its entry, and the word as it is written here.
    Term(String, String),
    /// `{{#glossary}}`
    Glossary,
    /// `{{#ask …}}`
    Ask(Topic),
    /// `{{#angles}}`
    Angles,
    /// `{{#phrasebook}}`
    Phrasebook,
    /// `{{#releases}}`
    Releases,
    /// `{{#figures row}}`
    Plot(String),
    /// `{{#figures row row of peer peer}}`
    Figures(Vec<String>, Vec<String>),
    /// `{{#figure row.peer}}`, within a line: what is asked.
    Figure(String),
    /// `{{#measured}}`
    Measured,
    /// Another notation, as it is written, and how it is meant to be.
    Unknown(String, &'static str),
}

/// A statement that is documented, and not run here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documented {
    /// What is said.
    pub words: String,
    /// Where it is documented.
    pub address: String,
    /// Of what it holds, as `Python 3.15`: the title of the link.
    pub version: String,
}

/// What a question asks of a recorded run. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// `{{#ask next chapter/name 2}}`: which line comes after the second?
    Next(String, usize),
    /// `{{#ask wakes chapter/name 2}}`: what has woken the task that prints the second line?
    Wakes(String, usize),
    /// `{{#ask change chapter/new chapter/old}}`: which line is the first that is another?
    Change(String, String),
}

/// How a program is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Manner {
    /// The one language that has such a thing, else both.
    pub only: Option<Language>,
    /// What a reader is asked before it is shown what is printed.
    pub asked: Asked,
}

/// What a reader is asked about what a program prints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Asked {
    /// Nothing: it stands open.
    #[default]
    Nothing,
    /// A question of the page: it is folded.
    Guess,
    /// To put the lines in order: it is folded until then.
    Predict,
}

impl Manner {
    /// What the words after a program's address say.
    fn of(words: &[&str]) -> Option<Manner> {
        let (only, words) = match words {
            ["python", rest @ ..] => (Some(Language::Python), rest),
            ["rust", rest @ ..] => (Some(Language::Rust), rest),
            words => (None, words),
        };
        let asked = match words {
            [] => Asked::Nothing,
            ["guess"] => Asked::Guess,
            ["predict"] => Asked::Predict,
            _ => return None,
        };
        Some(Manner { only, asked })
    }
}

/// A heading, and what its attributes say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The id that it is given, or nothing.
    pub id: String,
    /// Whether it teaches the concept of that id: the class `concept`.
    pub teaches: bool,
    /// The concepts that it shows again: the classes `angle-…`.
    pub angles: Vec<String>,
    /// Whether the list below it is a track through the book: the class `track`.
    pub is_track: bool,
    /// Its text, without marks.
    pub title: String,
}

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The first word after the opening fence.
    pub language: String,
    /// What is inside.
    pub body: String,
    /// Where that comes from.
    pub origin: Origin,
}

/// Where a fenced block comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// `{{#include file}}` is its whole body.
    File,
    /// It is refused by the compiler with this code: `rust,error=E0382`.
    Refused(String),
    /// It is a bare signature: `rust,signature`.
    Signature,
    /// It stands on the page alone.
    Page,
}

/// All marks of a page, in the order of the text.
pub fn read(text: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut prose = Prose::default();
    for (event, range) in new_cmark_parser(text, &MarkdownOptions::default()).into_offset_iter() {
        prose.hear(&event, &range);
        match event {
            Event::Start(tag) => {
                let kind = opening(&tag, &text[range.clone()]);
                let line = line_at(text, range.start);
                marks.extend(kind.map(|kind| Mark { range, line, kind }));
            }
            Event::Text(said) | Event::Code(said) => {
                for mark in marks.iter_mut().filter(|mark| mark.range.contains(&range.start)) {
                    if let Kind::Heading(heading) = &mut mark.kind {
                        heading.title.push_str(&said);
                    }
                }
            }
            _ => {}
        }
    }
    let fences = marks.iter().filter(|mark| matches!(mark.kind, Kind::Fence(_)));
    let code: Vec<_> = fences.map(|mark| mark.range.clone()).collect();
    let is_code = |mark: &Mark| code.iter().any(|code| code.contains(&mark.range.start));
    marks.extend(notations(text).chain(figures(text)).filter(|mark| !is_code(mark)));
    marks.extend(prose.runs.into_iter().map(|(range, is_stressed)| {
        let line = line_at(text, range.start);
        Mark { range, line, kind: Kind::Prose { is_stressed } }
    }));
    marks.sort_by_key(|mark| mark.range.start);
    marks
}

/// A block of prose: a paragraph, a list's item, a table's cell.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it begins.
    pub start: usize,
    /// Its words, without marks.
    pub words: String,
    /// Whether it is a cell.
    pub is_cell: bool,
}

/// The blocks of a page, without HTML, and without what stands in the ranges that are `silent`.
pub fn prose(text: &str, silent: &[Range<usize>]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut begin = true;
    let mut is_cell = false;
    for (event, range) in new_cmark_parser(text, &MarkdownOptions::default()).into_offset_iter() {
        let said = match &event {
            Event::Text(said) | Event::Code(said) => &**said,
            Event::SoftBreak | Event::HardBreak => " ",
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                is_cell = true;
                continue;
            }
            Event::End(TagEnd::Table) => {
                is_cell = false;
                continue;
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_),
            ) => {
                begin = true;
                continue;
            }
            _ => continue,
        };
        if silent.iter().any(|silent| silent.contains(&range.start)) {
            continue;
        }
        if mem::take(&mut begin) {
            blocks.push(Block { start: range.start, words: String::new(), is_cell });
        }
        blocks.last_mut().expect("the first begins").words.push_str(said);
    }
    blocks
}

/// Gathers the running text of a page. A run ends where something else begins.
#[derive(Default)]
struct Prose {
    runs: Vec<(Range<usize>, bool)>,
    is_going_on: bool,
    is_stressed: bool,
    /// In how many links, headings, images and code blocks it is.
    within: usize,
}

impl Prose {
    fn hear(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let is_text = matches!(event, Event::Text(_) | Event::SoftBreak) && self.within == 0;
        match self.runs.last_mut() {
            Some((run, _)) if is_text && self.is_going_on => run.end = range.end,
            _ if is_text => self.runs.push((range.clone(), self.is_stressed)),
            _ => {}
        }
        self.is_going_on = is_text;
        match event {
            Event::Start(Tag::Emphasis) => self.is_stressed = true,
            Event::End(TagEnd::Emphasis) => self.is_stressed = false,
            Event::Start(
                Tag::Link { .. } | Tag::Heading { .. } | Tag::Image { .. } | Tag::CodeBlock(_),
            ) => self.within += 1,
            Event::End(TagEnd::Link | TagEnd::Heading(_) | TagEnd::Image | TagEnd::CodeBlock) => {
                self.within -= 1;
            }
            _ => {}
        }
    }
}

/// The first link of each item of a list: where it leads, and its words.
pub fn first_links(text: &str) -> Vec<(String, String)> {
    let mut links: Vec<(String, String)> = Vec::new();
    let (mut is_open, mut is_within) = (false, false);
    for event in new_cmark_parser(text, &MarkdownOptions::default()) {
        match event {
            Event::Start(Tag::Item) => is_open = true,
            Event::Start(Tag::Link { dest_url, .. }) if mem::take(&mut is_open) => {
                links.push((dest_url.to_string(), String::new()));
                is_within = true;
            }
            Event::End(TagEnd::Link) => is_within = false,
            Event::Text(said) | Event::Code(said) if is_within => {
                links.last_mut().expect("it has begun").1.push_str(&said);
            }
            _ => {}
        }
    }
    links
}

/// What a tag opens, that takes `block` of the text; the title of a heading comes later.
fn opening(tag: &Tag<'_>, block: &str) -> Option<Kind> {
    Some(match tag {
        Tag::Heading { id, classes, .. } => {
            let angles = classes.iter().filter_map(|class| class.strip_prefix("angle-"));
            Kind::Heading(Heading {
                id: id.as_ref().map(ToString::to_string).unwrap_or_default(),
                teaches: classes.iter().any(|class| &**class == "concept"),
                is_track: classes.iter().any(|class| &**class == "track"),
                angles: angles.map(str::to_owned).collect(),
                title: String::new(),
            })
        }
        Tag::BlockQuote(Some(BlockQuoteKind::Note)) => {
            let lines = block.lines().skip(1).map(|line| line.trim_start_matches(['>', ' ']));
            Kind::Note(lines.collect::<Vec<_>>().join(" "))
        }
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Kind::Fence(fence(info, block)),
        Tag::Link { link_type: LinkType::Inline, dest_url, title, .. } => {
            let words = block[1..block.rfind("](").unwrap_or(1)].to_owned();
            match dest_url.split_once(':') {
                Some(("test", address)) => Kind::Proved(words, address.to_owned()),
                Some(("docs", address)) => Kind::Documented(Documented {
                    words,
                    address: address.to_owned(),
                    version: title.to_string(),
                }),
                None if dest_url.contains("README.md") => {
                    Kind::ToChapter(words, dest_url.to_string())
                }
                _ => return None,
            }
        }
        _ => return None,
    })
}

fn fence(info: &str, block: &str) -> Fence {
    let start = block.find('\n').map_or(block.len(), |end| end + 1);
    let end = block.trim_end().rfind('\n').map_or(block.len(), |end| end + 1);
    let body = &block[start..end.max(start)];
    let (language, marker) = info.split_once(',').unwrap_or((info, ""));
    let is_include = body.starts_with("{{#include ") && body.trim().lines().count() == 1;
    let origin = match (language, marker.trim().split_once('=')) {
        ("rust", None) if marker.trim() == "signature" => Origin::Signature,
        ("rust", Some(("error", code))) if code.starts_with('E') => {
            Origin::Refused(code.to_owned())
        }
        _ if is_include => Origin::File,
        _ => Origin::Page,
    };
    Fence { language: language.to_owned(), body: body.to_owned(), origin }
}

/// The figures within lines.
fn figures(text: &str) -> impl Iterator<Item = Mark> {
    text.match_indices(FIGURE).map(|(start, _)| {
        let line = line_at(text, start);
        let rest = text[start..].lines().next().unwrap_or_default();
        match rest.split_once("}}") {
            Some((inner, _)) => {
                let range = start..start + inner.len() + 2;
                let asked = inner[FIGURE.len()..].trim();
                // In code it would be shown as it is written.
                let before = text[..start].rsplit('\n').next().unwrap_or_default();
                let kind = if before.matches('`').count() % 2 == 1 {
                    Kind::Unknown(inner[3..].to_owned(), "take the back quotes away")
                } else {
                    Kind::Figure(asked.to_owned())
                };
                Mark { range, line, kind }
            }
            None => {
                let kind = Kind::Unknown(rest[3..].to_owned(), "close it on the same line");
                Mark { range: start..start + rest.len(), line, kind }
            }
        }
    })
}

const FIGURE: &str = "{{#figure ";

/// The lines that are notations.
fn notations(text: &str) -> impl Iterator<Item = Mark> {
    let mut end = 0;
    (1..).zip(text.split_inclusive('\n')).filter_map(move |(line, words)| {
        let range = end..end + words.trim_end().len();
        end += words.len();
        let inner = words.trim().strip_prefix("{{#")?.strip_suffix("}}")?;
        // Those stand within lines, and one may be a line by itself.
        if inner.starts_with("figure ") {
            return None;
        }
        Some(Mark { range, line, kind: notation(inner) })
    })
}

fn notation(inner: &str) -> Kind {
    let unknown = |remedy| Kind::Unknown(inner.to_owned(), remedy);
    let words: Vec<_> = inner.split_whitespace().collect();
    let (words, old) = match &words[..] {
        [rest @ .., "after", old] if rest.first() == Some(&"program") => (rest, Some(old)),
        words => (words, None),
    };
    let old = old.map(ToString::to_string);
    let program = |address: &str, manner| Kind::Program(address.to_owned(), manner, old);
    match *words {
        ["program", address, ref rest @ ..] => match Manner::of(rest) {
            Some(manner) => program(address, manner),
            None => {
                unknown("write {{#program <chapter>/<name>}}; CONTRIBUTING.md says what may follow")
            }
        },
        ["trace", address] => Kind::Trace(address.to_owned()),
        ["stage", name] => Kind::Stage(name.to_owned()),
        ["stage", ..] => unknown("write {{#stage <name>}}, with one name"),
        ["exercise", address] => Kind::Exercise(address.to_owned()),
        ["chapters"] => Kind::Chapters,
        ["ask", "change", new, old] => Kind::Ask(Topic::Change(new.to_owned(), old.to_owned())),
        ["ask", kind @ ("next" | "wakes"), address, number] => match (kind, number.parse()) {
            ("next", Ok(number)) => Kind::Ask(Topic::Next(address.to_owned(), number)),
            ("wakes", Ok(number)) => Kind::Ask(Topic::Wakes(address.to_owned(), number)),
            _ => unknown("write the number of a line, as 2"),
        },
        ["glossary"] => Kind::Glossary,
        ["angles"] => Kind::Angles,
        ["phrasebook"] => Kind::Phrasebook,
        ["releases"] => Kind::Releases,
        ["figures", row] => Kind::Plot(row.to_owned()),
        ["figures", ref words @ ..] => match words.iter().position(|word| *word == "of") {
            Some(of @ 1..) if of + 1 < words.len() => {
                let owned = |words: &[&str]| words.iter().map(ToString::to_string).collect();
                Kind::Figures(owned(&words[..of]), owned(&words[of + 1..]))
            }
            _ => unknown("write {{#figures <row>}}, or {{#figures <row> … of <peer> …}}"),
        },
        ["measured"] => Kind::Measured,
        ["include", ..] => unknown("put it into a fence, alone"),
        _ => unknown("write {{#program <chapter>/<name>}}; CONTRIBUTING.md lists the others"),
    }
}

#[cfg(test)]
#[path = "../tests/unit/markdown.rs"]
mod tests;
