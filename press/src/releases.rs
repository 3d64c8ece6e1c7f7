//! `{{#releases}}`: what each release of Python has changed, told by runs that came out different.
//!
//! A row is a program whose transcripts differ, a program that runs from a release on, or a proof that
//! holds on one side of it. What runs them fails where one does not differ: `Program::compare` and
//! `PythonTest::run_all`.

use std::iter;

use proof::{Chapter, Language, OLDEST, Program, RELEASES, Version};

use crate::fault::Flaw;
use crate::program::text;
use crate::proofs::{Proof, Proofs};

/// A release that has changed something, after the one before it.
#[derive(Debug)]
pub struct Release {
    /// The one before it, and itself.
    pub versions: [Version; 2],
    pub programs: Vec<Changed>,
    /// The addresses of the proofs that hold on one of the two only.
    pub proofs: Vec<String>,
}

/// A program that prints something else since a release; nothing before, if it runs since then only.
#[derive(Debug)]
pub struct Changed {
    pub address: String,
    pub before: Option<String>,
    pub now: String,
}

/// The releases that have changed something, the newest first.
/// Errors: what cannot be read.
pub fn read(chapters: &[Chapter], proofs: &Proofs) -> Result<Vec<Release>, Vec<Flaw>> {
    let programs = chapters.iter().flat_map(|chapter| chapter.programs().unwrap_or_default());
    let programs = programs.filter(|program| {
        let changes = !program.older_transcripts().is_empty() || program.oldest_python() != OLDEST;
        changes && program.languages().contains(&Language::Python)
    });
    let programs: Vec<_> = programs.collect();
    let (mut releases, mut flaws) = (Vec::new(), Vec::new());
    for versions in iter::zip(RELEASES, &RELEASES[1..]).map(|(before, now)| [before, *now]).rev() {
        let mut changed = Vec::new();
        for program in &programs {
            match Changed::read(program, versions) {
                Ok(one) => changed.extend(one),
                Err(flaw) => flaws.push(flaw),
            }
        }
        let is_told = |proof: &Proof| {
            let [before, now] = versions.map(|version| proof.span.holds_on(version));
            before != now
        };
        let told = proofs.iter().filter(|(_, proof)| is_told(proof));
        let proofs: Vec<_> = told.map(|(address, _)| address.clone()).collect();
        if !changed.is_empty() || !proofs.is_empty() {
            releases.push(Release { versions, programs: changed, proofs });
        }
    }
    if flaws.is_empty() { Ok(releases) } else { Err(flaws) }
}

impl Changed {
    fn read(program: &Program, versions: [Version; 2]) -> Result<Option<Changed>, Flaw> {
        let oldest = program.oldest_python();
        let printed = |version: Version| {
            let file = program.transcript(Language::Python, version);
            file.filter(|_| version >= oldest).map(|file| text(&file)).transpose()
        };
        let [before, now] = versions.map(printed);
        let (before, now) = (before?, now?);
        Ok(match now {
            // Those that do not say a release are for all that the book supports.
            Some(_) if before.is_none() && oldest == OLDEST => None,
            Some(now) if before.as_ref() != Some(&now) => {
                Some(Changed { address: program.address(), before, now })
            }
            _ => None,
        })
    }
}
