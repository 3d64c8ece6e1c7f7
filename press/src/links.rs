//! The links of the text, checked by mdbook-linkcheck2.

use std::error::Error;

use codespan::Files;
use mdbook_linkcheck2::{Config, HashedRegex, ValidationOutcome, extract_links, validate};

use crate::fault::Fault;
use crate::survey::Survey;

/// What is wrong with the links of the pages as they were written. Web links are followed only where
/// `web` says so.
///
/// # Panics
///
/// Within a tokio runtime, for the checker starts its own.
///
/// # Errors
///
/// If the checker itself fails.
pub fn faults(survey: &Survey, web: bool) -> anyhow::Result<Vec<Fault>> {
    let mut files = Files::new();
    let mut ids = Vec::new();
    for page in &survey.pages {
        // A documented statement leads to the web like any link; no line gets another number by this.
        let text = page.text.replace("](docs:", "](");
        ids.push(files.add(page.path.clone(), text));
    }
    let config = Config {
        follow_web_links: web,
        // Our own notation, which the survey has looked at.
        exclude: vec![HashedRegex::new("^test:")?],
        ..Config::default()
    };
    let (links, incomplete) = extract_links(&config, ids.clone(), &files);
    let source = survey.root.join("src").canonicalize()?;
    let ValidationOutcome {
        invalid_links,
        incomplete_links,
        ..
    } = validate(
        &links,
        &config,
        &source,
        &mut linkcheck2::validation::Cache::default(),
        &files,
        &ids,
        &ids,
        incomplete,
    )?;
    let fault = |file: codespan::FileId, span: codespan::Span, found: String, remedy: &str| {
        let line = files
            .location(file, span.start())
            .map_or(0, |at| at.line.to_usize() + 1);
        let file = std::path::Path::new("src").join(files.name(file));
        Fault::new(&file, line, found, remedy)
    };
    let invalid = invalid_links.iter().map(|invalid| {
        let link = &invalid.link;
        let mut found = format!("the link to `{}` is broken: {}", link.href, invalid.reason);
        if let Some(cause) = invalid.reason.source() {
            found = format!("{found}: {cause}");
        }
        fault(
            link.file,
            link.span,
            found,
            "mend the address, or take the link out",
        )
    });
    let incomplete = incomplete_links.iter().map(|link| {
        let found = format!("`[{}]` leads nowhere", link.reference);
        fault(
            link.file,
            link.span,
            found,
            "give it an address, or write \\[ for a bracket",
        )
    });
    Ok(invalid.chain(incomplete).collect())
}
