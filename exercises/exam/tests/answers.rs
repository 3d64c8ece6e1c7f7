//! Every stub fails its check for the reason that its exercise names, every solution passes, and every
//! wrong answer gets the words that its author needs. In Python the solutions are run on every release, the
//! others on the oldest and the newest at hand; in Rust all are one program.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::LazyLock;

use proof::{Answers, Exercise, Language, OLDEST, Python, Stop, Verdict, pythons, wanted_pythons};
use yardstick::{Failed, Trial, conclude, lacking_python};

/// An answer of ours, and what its check should say: nothing of a solution.
struct Known {
    exercise: Exercise,
    language: Language,
    name: String,
    says: Option<String>,
}

/// All of them in Rust, compiled at the first that is asked for.
static COMPILED: LazyLock<Result<Answers, String>> = LazyLock::new(|| {
    let all = known(Language::Rust)?;
    let texts: Result<Vec<_>, String> =
        all.iter().map(|it| Ok((&it.exercise, it.text()?))).collect();
    Answers::compile(&texts?, &Stop::default())
});

fn main() -> ExitCode {
    match trials() {
        Ok(trials) => conclude(trials),
        Err(e) => {
            eprintln!("the exercises cannot be read: {e}");
            ExitCode::FAILURE
        }
    }
}

fn trials() -> Result<Vec<Trial>, String> {
    let rust = known(Language::Rust)?.into_iter().enumerate().map(|(place, known)| {
        Trial::test(format!("{} in Rust", known.title()), move || {
            known.accept(COMPILED.as_ref()?.check(place, &Stop::default())?)
        })
    });
    let mut trials: Vec<_> = rust.collect();
    let ends = [pythons().first(), pythons().last()].map(|it| it.map(|it| it.version));
    for (version, python) in wanted_pythons(OLDEST) {
        let Some(python) = python else {
            trials.push(lacking_python("the answers in Python", version));
            continue;
        };
        let is_end = ends.contains(&Some(version));
        let is_asked =
            |it: &Known| it.exercise.oldest_python() <= version && (is_end || it.says.is_none());
        let known = known(Language::Python)?.into_iter().filter(is_asked);
        trials.extend(known.map(|known| known.trial(python.clone())));
    }
    Ok(trials)
}

/// The stub, the solution and the wrong answers of each exercise.
fn known(language: Language) -> Result<Vec<Known>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().map_err(|e| e.to_string())?;
    let mut known = Vec::new();
    for exercise in Exercise::all(&root).map_err(|e| e.to_string())? {
        if !exercise.languages().contains(&language) {
            continue;
        }
        let mut add = |name: String, says: Option<&String>| {
            let (exercise, says) = (exercise.clone(), says.cloned());
            known.push(Known { exercise, language, name, says });
        };
        add("stub".to_owned(), Some(&exercise.text.stub));
        add("solution".to_owned(), None);
        for name in exercise.wrong(language).map_err(|e| e.to_string())? {
            let says = exercise.text.wrong.get(&name);
            add(format!("wrong/{name}"), Some(says.unwrap_or(&String::new())));
        }
    }
    Ok(known)
}

impl Known {
    fn title(&self) -> String {
        format!("{}: {}", self.exercise.address(), self.name)
    }

    fn text(&self) -> Result<String, String> {
        let file = self.exercise.file(&self.name, self.language);
        fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))
    }

    fn trial(self, python: Python) -> Trial {
        Trial::test(format!("{} on Python {}", self.title(), python.version), move || {
            let verdict = self.exercise.check_on(&python, &self.text()?, &Stop::default())?;
            self.accept(verdict)
        })
    }

    fn accept(&self, verdict: Verdict) -> Result<(), Failed> {
        let Verdict { holds, says, printed } = verdict;
        let expected = self.says.as_deref().unwrap_or_default();
        if holds == self.says.is_none() && says == expected {
            return Ok(());
        }
        Err(format!(
            "its check should say: {expected}\nit says: {says}\nafter it printed:\n{printed}"
        )
        .into())
    }
}
