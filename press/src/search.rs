//! The index of the search, made of the book's titles, concepts and prose; programs are not in it.
//!
//! Each section is a row. `theme/search.js` gives the words to MiniSearch, which ranks the rows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::to_string;
use told::words::capital;

use crate::address::html_path;
use crate::book::{Book, Page};
use crate::fault::{Fault, Flaw, line_at, tables};
use crate::markdown::{Block, Kind, prose};
use crate::outline::headings;

/// The file in the finished book.
pub const FILE: &str = "searchindex.js";

/// Where the words are that readers use for those of the book, from the book's root.
const SYNONYMS: &str = "src/reference/synonyms.toml";

/// How long the line is that a result shows.
const LINE: usize = 150;

/// In which of its fields a row has a word.
#[derive(Clone, Copy)]
enum Field {
    Title,
    Names,
    Page,
    Text,
}

/// What is written.
#[derive(Serialize)]
struct Index<'a> {
    /// The address and the title of each page.
    pages: Vec<(String, String)>,
    /// The page of each row, its fragment, its title, and the line that says what it is about.
    rows: Vec<(usize, String, String, String)>,
    /// Each word with the rows that have it, for each field: the first, then how many further the next is.
    words: BTreeMap<&'a str, [Vec<usize>; 4]>,
    /// What a reader may say, and the words of the book for it.
    synonyms: &'a Synonyms,
}

/// What readers say, and what the book says for it.
type Synonyms = BTreeMap<String, Vec<String>>;

/// A section, or what a page says before its first.
struct Row<'a> {
    page: usize,
    fragment: String,
    title: String,
    /// The names of the concept that it teaches, in both languages.
    names: String,
    page_title: &'a str,
    text: String,
    line: String,
}

/// The script that brings the index of a book.
/// Errors: what is wrong with the synonyms.
pub fn script(book: &Book) -> Result<String, Vec<Fault>> {
    let address = |page: &Page| html_path(&page.path).to_string_lossy().into_owned();
    let rows = rows(book);
    let words = words(&rows);
    let synonyms = synonyms(&book.root, &words)?;
    let index = Index {
        pages: book.pages.iter().map(|it| (address(it), it.title().to_owned())).collect(),
        words: words.iter().map(|(word, rows)| (&**word, rows.each_ref().map(steps))).collect(),
        synonyms: &synonyms,
        rows: rows.into_iter().map(|row| (row.page, row.fragment, row.title, row.line)).collect(),
    };
    let json = to_string(&index).expect("its keys are texts");
    Ok(format!("window.searchIndex = {json};\n"))
}

/// The words of all rows, with the rows that have each in each of their fields.
type Words = BTreeMap<String, [BTreeSet<usize>; 4]>;

fn words(rows: &[Row]) -> Words {
    let mut words = Words::new();
    for (number, row) in rows.iter().enumerate() {
        let fields = [
            (Field::Title, &*row.title),
            (Field::Names, &row.names),
            (Field::Page, row.page_title),
            (Field::Text, &row.text),
        ];
        for (field, text) in fields {
            for word in words_of(text) {
                words.entry(word).or_default()[field as usize].insert(number);
            }
        }
    }
    words
}

/// The rows of all pages, in the order of the book.
fn rows(book: &Book) -> Vec<Row<'_>> {
    let pages = book.pages.iter().enumerate();
    pages.flat_map(|(number, page)| rows_of(book, number, page)).collect()
}

fn rows_of<'a>(book: &Book, number: usize, page: &'a Page) -> Vec<Row<'a>> {
    let heads = headings(page);
    let rows = heads.iter().map(|head| Row {
        page: number,
        fragment: if head.level == 1 { String::new() } else { head.id.clone() },
        title: head.title.clone(),
        names: names(book, page, &head.id),
        page_title: page.title(),
        text: String::new(),
        line: String::new(),
    });
    let mut rows: Vec<_> = rows.collect();
    for Block { start, words, is_cell } in said(page) {
        let place = heads.iter().rposition(|head| head.start < start);
        let Some(row) = place.and_then(|place| rows.get_mut(place)) else { continue };
        if row.line.is_empty() && !is_cell {
            row.line = line(&words);
        }
        row.text.push_str(&words);
        row.text.push(' ');
    }
    rows
}

/// The prose of a page, without titles, and without what notations show.
fn said(page: &Page) -> Vec<Block> {
    let is_said = |kind: &Kind| {
        let is_link = matches!(kind, Kind::Proved(..) | Kind::Documented(..) | Kind::ToChapter(..));
        is_link || matches!(kind, Kind::Prose { .. } | Kind::Term(..))
    };
    let silent = page.marks.iter().map(|(mark, _)| mark).filter(|mark| !is_said(&mark.kind));
    let silent: Vec<_> = silent.map(|mark| mark.range.clone()).collect();
    prose(&page.text, &silent)
}

/// What the concept is called that the section of that id teaches, if it teaches one.
fn names(book: &Book, page: &Page, id: &str) -> String {
    let is_taught = page.sections.iter().any(|section| section.teaches && section.id == id);
    let concept = book.concepts.iter().find(|concept| is_taught && concept.id == id);
    concept.map_or_else(String::new, |it| {
        format!("{} {} {} {}", it.id.replace('-', " "), it.name, it.python, it.rust)
    })
}

/// The words of a text as they are looked up: a name is one word, and each of its parts is one.
fn words_of(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for word in text.split(|sign: char| !sign.is_alphanumeric() && sign != '_') {
        let word = word.trim_matches('_');
        let mut humps = String::new();
        for (before, sign) in std::iter::once(' ').chain(word.chars()).zip(word.chars()) {
            if sign == '_' || sign.is_uppercase() && before.is_lowercase() {
                humps.push(' ');
            }
            if sign != '_' {
                humps.push(sign);
            }
        }
        let parts = humps.split_whitespace().chain([word]);
        words.extend(parts.filter(|part| part.chars().count() > 1).map(str::to_lowercase));
    }
    words
}

/// The first number, and how far it is from each to the next.
fn steps(numbers: &BTreeSet<usize>) -> Vec<usize> {
    let before = std::iter::once(0).chain(numbers.iter().copied());
    before.zip(numbers).map(|(before, number)| number - before).collect()
}

/// The beginning of a text, up to the end of its first sentence or of a word. Where it says what the reader can
/// do after the page, that.
fn line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = match text.split_once(" you can ") {
        Some((before, able)) if before.starts_with("After this ") => capital(able),
        _ => text,
    };
    let start: String = text.chars().take(LINE).collect();
    if let Some(end) = start
        .match_indices(['.', '?', '!'])
        .map(|(end, _)| end + 1)
        .find(|end| *end > 30 && (text[*end..].starts_with(' ') || text.len() == *end))
    {
        return start[..end].to_owned();
    }
    match start.rfind(' ') {
        Some(end) if start.len() < text.len() => format!("{} …", &start[..end]),
        _ => start,
    }
}

#[derive(Deserialize)]
struct File {
    synonyms: Synonyms,
}

/// Reads the synonyms of the book at `root`; a book without them has none.
fn synonyms(root: &Path, words: &Words) -> Result<Synonyms, Vec<Fault>> {
    let read = tables(root, SYNONYMS, "write it as the other lines are written");
    let Some((File { synonyms }, text)) = read.map_err(|fault| vec![fault])? else {
        return Ok(Synonyms::new());
    };
    let meant = synonyms.iter().flat_map(|(said, meant)| meant.iter().map(move |it| (said, it)));
    let unknown = meant.flat_map(|(said, meant)| {
        let unknown = words_of(meant).into_iter().filter(|word| !words.contains_key(word));
        let line = text.find(&**said).map_or(0, |at| line_at(&text, at));
        unknown.map(move |word| {
            let found = format!("`{said}` leads to `{word}`, which no page says");
            Flaw::new(found, "take a word of the book").at(Path::new(SYNONYMS), line)
        })
    });
    match unknown.collect::<Vec<_>>() {
        faults if faults.is_empty() => Ok(synonyms),
        faults => Err(faults),
    }
}

#[cfg(test)]
#[path = "../tests/unit/search.rs"]
mod tests;
