//! The finished HTML, checked for what Markdown does not show.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::{fs, io, mem};

use scraper::{ElementRef, Html, Selector};

use crate::address::html_path;
use crate::book::{Book, Page};
use crate::fault::{Fault, Flaw, line_at};
use crate::parallel::in_parallel;

/// The finished pages, as they were when they were last looked at.
#[derive(Default)]
pub struct Finished(BTreeMap<PathBuf, (u64, Arc<Facts>)>);

/// What is asked of a finished page.
struct Facts {
    ids: BTreeSet<String>,
    /// Where its links and images lead.
    addresses: Vec<String>,
    /// What is wrong with it by itself, each with the words that name the place.
    flaws: Vec<(String, Flaw)>,
}

impl Finished {
    /// What is wrong with the finished book in `output`, each named by the Markdown that it comes from.
    /// Pages that have not changed since the last time are not read again.
    /// Errors: if a file cannot be read.
    pub fn faults(&mut self, book: &Book, output: &Path) -> io::Result<Vec<Fault>> {
        let known = mem::take(&mut self.0);
        let jobs = book.pages.iter().map(|page| {
            || {
                let path = html_path(&page.path);
                let text = fs::read_to_string(output.join(&path))?;
                let mut hasher = DefaultHasher::new();
                text.hash(&mut hasher);
                let hash = hasher.finish();
                let known = known.get(&path).filter(|(known, _)| *known == hash);
                let facts = known.map_or_else(|| Arc::new(Facts::of(&text)), |(_, it)| it.clone());
                Ok((path, (hash, facts)))
            }
        });
        let finished = in_parallel(1, jobs.collect(), |_| {});
        self.0 = finished.into_iter().collect::<io::Result<_>>()?;
        let mut faults = Vec::new();
        for page in &book.pages {
            let path = html_path(&page.path);
            let (_, facts) = &self.0[&path];
            let flaws = facts.flaws.iter();
            faults.extend(flaws.map(|(place, flaw)| fault(page, place, flaw.clone())));
            for address in &facts.addresses {
                if let Err(found) = self.lead(address, &path, output) {
                    let flaw = Flaw::new(found, "mend the address, or take the link out");
                    faults.push(fault(page, address, flaw));
                }
            }
        }
        Ok(faults)
    }

    /// Whether a link leads to something, if it stays within the book.
    fn lead(&self, address: &str, from: &Path, output: &Path) -> Result<(), String> {
        let is_scheme = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || c == '+');
        let scheme = address.split_once(':').map(|(scheme, _)| scheme);
        if scheme.is_some_and(is_scheme) || address.starts_with("//") {
            return Ok(());
        }
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let joined = match path {
            "" => from.to_owned(),
            path => from.parent().unwrap_or(Path::new("")).join(path),
        };
        let mut target = PathBuf::new();
        for part in joined.components() {
            match part {
                Component::ParentDir if target.pop() => {}
                Component::ParentDir => return Err(format!("`{address}` leads out of the book")),
                Component::Normal(name) => target.push(name),
                _ => {}
            }
        }
        if output.join(&target).is_dir() {
            target.push("index.html");
        }
        if !output.join(&target).is_file() {
            return Err(format!("`{address}` leads to no file of the book"));
        }
        match self.0.get(&target) {
            Some((_, facts)) if !fragment.is_empty() && !facts.ids.contains(fragment) => {
                Err(format!("`{address}`: no id `{fragment}` there"))
            }
            _ => Ok(()),
        }
    }
}

impl Facts {
    fn of(text: &str) -> Facts {
        let document = Html::parse_document(text);
        let (mut ids, mut flaws) = (BTreeSet::new(), Vec::new());
        let mut add = |place: &str, found: String, remedy: &str| {
            flaws.push((place.to_owned(), Flaw::new(found, remedy)));
        };
        for id in attributes(&document, "[id]", "id") {
            if !ids.insert(id.clone()) {
                add(&id, format!("the id `{id}` stands twice on the page"), "rename one of them");
            }
        }
        for image in elements(&document, "img") {
            if image.attr("alt").is_none_or(|alt| alt.trim().is_empty()) {
                let source = image.attr("src").unwrap_or("img");
                let found = format!("the image `{source}` has no text");
                add(source, found, "say in its alt text what it shows");
            }
        }
        for header in elements(&document, "th") {
            if header.text().all(|text| text.trim().is_empty()) {
                let found = "a table has a column without a name".to_owned();
                add("| |", found, "say in its header what the column is about");
            }
        }
        for (selector, attribute) in [
            ("img, script, iframe, source, video, audio, embed, input", "src"),
            ("link:not([rel=canonical])", "href"),
            ("object", "data"),
        ] {
            for address in attributes(&document, selector, attribute) {
                if address.contains("://") || address.starts_with("//") {
                    let found = format!("`{address}` is loaded from another host");
                    add(&address, found, "keep a copy below src");
                }
            }
        }
        let mut addresses = attributes(&document, "a", "href");
        addresses.extend(attributes(&document, "img", "src"));
        Facts { ids, addresses, flaws }
    }
}

fn elements<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector of this file");
    document.select(&selector).collect()
}

fn attributes(document: &Html, selector: &str, attribute: &str) -> Vec<String> {
    let elements = elements(document, selector).into_iter();
    elements.filter_map(|element| element.attr(attribute).map(str::to_owned)).collect()
}

/// A fault of the page, at the last line of its Markdown that holds what was found in the HTML: as it
/// is, or as mdBook wrote it from Markdown.
fn fault(page: &Page, place: &str, flaw: Flaw) -> Fault {
    let name = place.rsplit('/').next().unwrap_or(place);
    let fragment = place.find('#').map_or(place, |start| &place[start..]);
    let needles = [place, name, &name.replace(".html", ".md"), fragment];
    let offset = needles.iter().find_map(|needle| page.text.rfind(needle));
    let line = offset.map_or(0, |offset| line_at(&page.text, offset));
    flaw.at(&page.file(), line)
}
