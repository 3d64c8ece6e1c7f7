//! The finished HTML, checked for what Markdown does not show.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use scraper::{ElementRef, Html, Selector};

use crate::fault::{Fault, line_at};
use crate::survey::{Page, Survey};

/// What is wrong with the finished book in `output`, each named by the Markdown that it comes from.
///
/// # Errors
///
/// If a file cannot be read.
pub fn faults(survey: &Survey, output: &Path) -> anyhow::Result<Vec<Fault>> {
    let mut documents = BTreeMap::new();
    for page in &survey.pages {
        let path = html_path(&page.path);
        let text = std::fs::read_to_string(output.join(&path))?;
        documents.insert(path, (page, Html::parse_document(&text)));
    }
    let ids: BTreeMap<&PathBuf, BTreeSet<&str>> = documents
        .iter()
        .map(|(path, (_, document))| (path, elements(document, "[id]").filter_map(id).collect()))
        .collect();
    let mut faults = Vec::new();
    for (path, (page, document)) in &documents {
        duplicate_ids(page, document, &mut faults);
        for image in elements(document, "img") {
            if image.attr("alt").is_none_or(|alt| alt.trim().is_empty()) {
                let source = image.attr("src").unwrap_or("img");
                let found = format!("the image `{source}` has no text");
                faults.push(fault(
                    page,
                    source,
                    found,
                    "say in its alt text what it shows",
                ));
            }
        }
        for (selector, attribute) in [
            (
                "img, script, iframe, source, video, audio, embed, input",
                "src",
            ),
            ("link:not([rel=canonical])", "href"),
            ("object", "data"),
        ] {
            for element in elements(document, selector) {
                if let Some(address) = element.attr(attribute)
                    && (address.contains("://") || address.starts_with("//"))
                {
                    let found = format!("`{address}` is loaded from another host");
                    faults.push(fault(page, address, found, "keep a copy below src"));
                }
            }
        }
        for (selector, attribute) in [("a", "href"), ("img", "src")] {
            for element in elements(document, selector) {
                if let Some(address) = element.attr(attribute)
                    && let Err(found) = lead(address, path, output, &ids)
                {
                    let remedy = "mend the address, or take the link out";
                    faults.push(fault(page, address, found, remedy));
                }
            }
        }
    }
    Ok(faults)
}

/// Where mdBook puts a page.
#[must_use]
pub fn html_path(markdown: &Path) -> PathBuf {
    if markdown.file_name().is_some_and(|name| name == "README.md") {
        markdown.with_file_name("index.html")
    } else {
        markdown.with_extension("html")
    }
}

fn elements<'a>(document: &'a Html, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector of this file");
    document.select(&selector).collect::<Vec<_>>().into_iter()
}

fn id<'a>(element: ElementRef<'a>) -> Option<&'a str> {
    element.value().attr("id")
}

fn duplicate_ids(page: &Page, document: &Html, faults: &mut Vec<Fault>) {
    let mut seen = BTreeSet::new();
    for id in elements(document, "[id]").filter_map(id) {
        if !seen.insert(id) {
            let found = format!("the id `{id}` stands twice on the page");
            faults.push(fault(page, id, found, "rename one of them"));
        }
    }
}

/// Whether a link leads to something, if it stays within the book.
fn lead(
    address: &str,
    from: &Path,
    output: &Path,
    ids: &BTreeMap<&PathBuf, BTreeSet<&str>>,
) -> Result<(), String> {
    let has_scheme = address.split_once(':').is_some_and(|(scheme, _)| {
        scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '+')
    });
    if has_scheme || address.starts_with("//") {
        return Ok(());
    }
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let mut target = PathBuf::new();
    let base = from.parent().unwrap_or(Path::new(""));
    let joined = if path.is_empty() {
        from.to_owned()
    } else {
        base.join(path)
    };
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
    match ids.get(&target) {
        Some(ids) if !fragment.is_empty() && !ids.contains(fragment) => {
            Err(format!("`{address}`: no id `{fragment}` there"))
        }
        _ => Ok(()),
    }
}

/// A fault of the page, at the last line of its Markdown that holds what was found in the HTML: as it
/// is, or as mdBook wrote it from Markdown.
fn fault(page: &Page, needle: &str, found: String, remedy: &str) -> Fault {
    let name = needle.rsplit('/').next().unwrap_or(needle);
    let fragment = needle.find('#').map_or(needle, |start| &needle[start..]);
    let needles = [needle, name, &name.replace(".html", ".md"), fragment];
    let offset = needles.iter().find_map(|needle| page.text.rfind(needle));
    let line = offset.map_or(0, |offset| line_at(&page.text, offset));
    Fault::new(&page.file(), line, found, remedy)
}
