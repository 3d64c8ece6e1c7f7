//! What stands below a page's title: its sections, and how long it takes to read.

use std::collections::BTreeSet;

use maud::html;

use crate::book::{Page, Shown};
use crate::markdown::Kind;
use crate::say::counted;

/// How many words, and how many lines of code, a reader takes in a minute.
const WORDS: usize = 200;
const LINES: usize = 40;

/// The sections of a page as links, folded, and the minutes that it takes. A page of the reference is
/// looked up and not read through: it has no minutes.
pub fn outline(page: &Page) -> String {
    let sections = sections(page);
    let is_read = !page.path.starts_with("reference");
    let minutes = is_read.then(|| format!("{} to read", counted(minutes(page), "minute")));
    let html = html! {
        @if !sections.is_empty() {
            details class="outline" {
                summary {
                    "On this page: " (counted(sections.len(), "section"))
                    @if let Some(minutes) = minutes { ", " (minutes) }
                }
                nav aria-label="On this page" {
                    ol { @for (id, title) in &sections { li { a href={ "#" (id) } { (title) } } } }
                }
            }
        } @else if let Some(minutes) = minutes {
            p class="kick" { (minutes) }
        }
    };
    html.into_string()
}

/// A heading as it is on the finished page.
pub struct Head {
    /// Where it begins in the page's text.
    pub start: usize,
    /// 1 for the title of the page, 2 for that of a section.
    pub level: usize,
    pub id: String,
    pub title: String,
}

/// All headings of a page, with the ids that mdBook gives them.
pub fn headings(page: &Page) -> Vec<Head> {
    let mut used = BTreeSet::new();
    let headings = page.marks.iter().filter_map(|(mark, _)| {
        let Kind::Heading(heading) = &mark.kind else { return None };
        let id = match &*heading.id {
            "" => unique(&slug(&heading.title), &mut used),
            id => id.to_owned(),
        };
        let signs = page.text[mark.range.clone()].chars();
        let level = signs.take_while(|sign| *sign == '#').count();
        Some(Head { start: mark.range.start, level, id, title: heading.title.clone() })
    });
    headings.collect()
}

/// The id and the title of each section, with the proofs at the foot.
fn sections(page: &Page) -> Vec<(String, String)> {
    let heads = headings(page).into_iter().filter(|head| head.level == 2);
    let mut sections: Vec<_> = heads.map(|head| (head.id, head.title)).collect();
    if page.marks.iter().any(|(mark, _)| matches!(mark.kind, Kind::Proved(..))) {
        sections.push(("proofs".to_owned(), "Proofs".to_owned()));
    }
    sections
}

/// The id that mdBook makes of a title, as its `id_from_content` does.
fn slug(title: &str) -> String {
    let signs = title.trim().to_lowercase();
    let kept = signs.chars().filter_map(|sign| match sign {
        '_' | '-' => Some(sign),
        _ if sign.is_alphanumeric() => Some(sign),
        _ => sign.is_whitespace().then_some('-'),
    });
    kept.collect()
}

/// The id, or the first with a number behind it that is not used.
fn unique(id: &str, used: &mut BTreeSet<String>) -> String {
    let numbered = (1..).map(|number| format!("{id}-{number}"));
    let mut ids = std::iter::once(id.to_owned()).chain(numbered);
    ids.find(|id| used.insert(id.clone())).expect("numbers do not end")
}

fn minutes(page: &Page) -> usize {
    let code: usize = page
        .marks
        .iter()
        .filter(|(mark, _)| matches!(mark.kind, Kind::Fence(_)))
        .map(|(mark, _)| page.text[mark.range.clone()].split_whitespace().count())
        .sum();
    let words = page.text.split_whitespace().count() - code;
    let lines = page.marks.iter().map(|(_, shown)| match shown {
        Some(Shown::Pair(pair)) => pair.panes.iter().map(|pane| pane.source.shown.len()).sum(),
        Some(Shown::Listing(code)) => code.lines().count(),
        _ => 0,
    });
    (words / WORDS + lines.sum::<usize>() / LINES).max(1)
}
